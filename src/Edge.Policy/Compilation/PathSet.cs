using Edge.Policy.Documents;
using Edge.Policy.Evaluation;


namespace Edge.Policy.Compilation;

/// <summary>
/// All paths that one rule reads. Leaves that compare one argument with another wait for a second walk, when the first has found the other;
/// everything else is seen in the first.
/// </summary>
internal sealed class PathSet
{
    private readonly PathTreeBuilder _first = new();
    private readonly PathTreeBuilder _second = new(first: false);
    private readonly List<KeyValuePair<ValuePath, PathCapture>> _captures = [];

    /// <summary>Prepares a path whose value is wanted as such. With <c>[*]</c> it has no one value and is always unevaluable.</summary>
    public ValueSource Source(ValuePath path)
    {
        if (path.Root != PathRoot.Arguments || path.Segments.Any(segment => segment.IsEvery))
            return new ValueSource(path, null);
        // A value is kept once, however many want it.
        foreach (var (known, kept) in _captures)
        {
            if (known.Function == path.Function && known.Segments.SequenceEqual(path.Segments))
                return new ValueSource(path, kept);
        }

        var capture = new PathCapture(_captures.Count, path.Function);
        _captures.Add(new(path, capture));
        _first.Add(path, capture);
        return new ValueSource(path, capture);
    }

    /// <summary>Prepares a leaf on a path of the arguments.</summary>
    /// <param name="path">The path.</param>
    /// <param name="test">The leaf's test.</param>
    /// <param name="every">Whether all of several values at the path have to pass it; otherwise any.</param>
    public PathSlot Leaf(ValuePath path, LeafTest test, bool every)
    {
        if (path.Function == PathFunction.Keys && test.ContainedText is { } name)
        {
            var names = new NameTerminal(name, every);
            _first.Add(path, names);
            return names;
        }

        var terminal = new LeafTerminal(path.Function, test, every);
        (test.ComparesWithArgument ? _second : _first).Add(path, terminal);
        return terminal;
    }

    /// <summary>Builds the trees.</summary>
    public RulePaths Build()
    {
        var (slots, nodes) = (0, 0);
        var first = _first.Build(ref slots, ref nodes);
        var second = _second.Build(ref slots, ref nodes);
        return new RulePaths(first, second, slots, nodes, _captures.Count);
    }
}
