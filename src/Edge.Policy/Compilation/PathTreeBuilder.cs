using Edge.Policy.Documents;
using Edge.Policy.Evaluation;


namespace Edge.Policy.Compilation;

/// <summary>Joins the paths that a rule reads into one tree.</summary>
/// <param name="first">Whether it is walked first, so that what it sees depends on the arguments alone.</param>
internal sealed class PathTreeBuilder(bool first = true)
{
    // A UTF-16 unit of a name takes at most six bytes, as an escape, and a byte of UTF-8 is at most one unit. Only s and k have variants
    // outside ASCII, and those are escaped alike.
    private const int MaxBytesPerByte = 6;

    // What the root itself wants depends on all members; each of its steps depends on one.
    private const ulong Root = 0;

    // How many are cleared, marked or merged in one step of work.
    private const int SlotsPerStep = 8;
    private const int NamesPerStep = 2;

    private readonly Branch _root = new();
    private bool _hasPaths;

    /// <summary>Adds what wants to see the values at <paramref name="path"/>, a path of the arguments.</summary>
    public void Add(ValuePath path, PathTerminal terminal) => BranchOf(path).Terminals.Add(terminal);

    /// <summary>Adds what asks whether the object at <paramref name="path"/> has a member.</summary>
    public void Add(ValuePath path, NameTerminal name) => BranchOf(path).Names.Add(name);

    /// <summary>
    /// Builds the tree, whose slots and nodes are numbered on from <paramref name="slots"/> and <paramref name="nodes"/>; null without
    /// paths.
    /// </summary>
    public PathNode? Build(ref int slots, ref int nodes) =>
        _hasPaths ? _root.Build(ref slots, ref nodes, first ? Root : Touched.Always) : null;

    private Branch BranchOf(ValuePath path)
    {
        _hasPaths = true;
        var branch = _root;
        foreach (var segment in path.Segments)
            branch = branch.Next(segment);
        return branch;
    }

    private sealed class Branch
    {
        private readonly List<KeyValuePair<PathSegment, Branch>> _steps = [];

        public List<PathTerminal> Terminals { get; } = [];

        public List<NameTerminal> Names { get; } = [];

        public Branch Next(PathSegment segment)
        {
            foreach (var (known, branch) in _steps)
            {
                if (known == segment)
                    return branch;
            }

            var next = new Branch();
            _steps.Add(new(segment, next));
            return next;
        }

        public PathNode Build(ref int slots, ref int nodes, ulong reads)
        {
            var (index, first, bits) = (nodes++, slots, 0);
            foreach (var terminal in Terminals)
                (terminal.Slot, terminal.Reads) = (slots++, reads == Root ? Touched.Always : reads);
            var names = Every(PathSegment.EachName, ref slots, reads);
            var values = Every(PathSegment.EachValue, ref slots, reads);
            var (filter, longest) = (default(NameFilter), 0);
            foreach (var name in Names)
            {
                (name.Slot, name.Index, name.Reads) = (slots++, nodes++, reads == Root ? Touched.Bit(bits++) : reads);
                (filter, longest) = (filter.With(name.Utf8), Math.Max(longest, MaxBytesPerByte * name.Utf8.Length));
            }

            List<ConditionValue> decisive =
                [.. Terminals.Concat<PathSlot>(names).Concat(values).Concat(Names).Select(slot => slot.Decisive)];
            List<MemberStep> members = [];
            List<ElementStep> elements = [];
            PathNode? each = null;
            foreach (var (segment, branch) in _steps.Where(step => !step.Key.IsLast))
            {
                var bit = reads != Root ? reads : segment.Kind == PathSegmentKind.Member ? Touched.Bit(bits++) : Touched.Always;
                var node = branch.Build(ref slots, ref nodes, bit);
                decisive.AddRange(node.Decisive);
                switch (segment.Kind)
                {
                    case PathSegmentKind.Member:
                        var step = new MemberStep(segment.Name ?? "", node, bit);
                        members.Add(step);
                        (filter, longest) = (filter.With(step.Utf8), Math.Max(longest, MaxBytesPerByte * step.Utf8.Length));
                        break;
                    case PathSegmentKind.Index:
                        elements.Add(new ElementStep(segment.Index, node));
                        break;
                    default:
                        each = node;
                        break;
                }
            }

            return new PathNode
            {
                Index = index,
                FirstSlot = first,
                SlotCount = slots - first,
                Terminals = [.. Terminals],
                Names = [.. Names],
                EachName = names,
                EachValue = values,
                Members = [.. members],
                Elements = [.. elements.OrderBy(step => step.Index)],
                Each = each,
                LongestName = longest,
                Filter = filter,
                Decisive = [.. decisive],
                Cost = 1 + ((slots - first) / SlotsPerStep) + ((members.Count + Names.Count) / NamesPerStep),
            };
        }

        // Nothing comes after these steps, so that what they lead to is a terminal of this node.
        private PathTerminal[] Every(PathSegment step, ref int slots, ulong reads)
        {
            PathTerminal[] terminals = [.. _steps.Where(known => known.Key == step).SelectMany(known => known.Value.Terminals)];
            foreach (var terminal in terminals)
                (terminal.Slot, terminal.Reads) = (slots++, reads == Root ? Touched.Always : reads);
            return terminals;
        }
    }
}
