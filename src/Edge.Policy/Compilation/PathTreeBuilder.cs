using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>Joins the paths that a rule reads into one tree.</summary>
internal sealed class PathTreeBuilder
{
    // A UTF-16 unit of a name takes at most six bytes, as an escape. Only s and k have variants outside ASCII, and those are escaped alike.
    private const int MaxBytesPerUnit = 6;

    private readonly Branch _root = new();
    private bool _hasPaths;

    /// <summary>Adds what wants to see the values at <paramref name="path"/>, a path of the arguments.</summary>
    public void Add(ValuePath path, PathTerminal terminal)
    {
        var branch = _root;
        foreach (var segment in path.Segments)
            branch = branch.Next(segment);
        branch.Terminals.Add(terminal);
        _hasPaths = true;
    }

    /// <summary>
    /// Builds the tree, whose slots and nodes are numbered on from <paramref name="slots"/> and <paramref name="nodes"/>; null without
    /// paths.
    /// </summary>
    public PathNode? Build(ref int slots, ref int nodes) => _hasPaths ? _root.Build(ref slots, ref nodes) : null;

    private sealed class Branch
    {
        private readonly List<KeyValuePair<PathSegment, Branch>> _steps = [];

        public List<PathTerminal> Terminals { get; } = [];

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

        public PathNode Build(ref int slots, ref int nodes)
        {
            var (index, first) = (nodes++, slots);
            foreach (var terminal in Terminals)
                terminal.Slot = slots++;
            List<MemberStep> members = [];
            List<ElementStep> elements = [];
            PathNode? each = null;
            var longest = 0;
            foreach (var (segment, branch) in _steps)
            {
                var node = branch.Build(ref slots, ref nodes);
                switch (segment.Kind)
                {
                    case PathSegmentKind.Member:
                        members.Add(new MemberStep(segment.Name ?? "", node));
                        longest = Math.Max(longest, MaxBytesPerUnit * (segment.Name?.Length ?? 0));
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
                Members = [.. members],
                Elements = [.. elements],
                Each = each,
                LongestName = longest,
            };
        }
    }
}
