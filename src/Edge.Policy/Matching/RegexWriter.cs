namespace Edge.Policy.Matching;

/// <summary>Writes an expression out as steps, its repetitions in full, up to a bound.</summary>
internal sealed class RegexWriter
{
    private readonly List<RegexStep> _steps = [];
    private readonly int _most;
    private int _work;

    private RegexWriter(int most) => _most = most;

    /// <summary>The steps, the first of which begins a match; null if there are more than <paramref name="most"/>.</summary>
    public static RegexStep[]? Write(RegexNode node, int most)
    {
        var writer = new RegexWriter(most);
        if (!writer.TryWrite(node))
            return null;
        writer._steps.Add(new RegexStep(RegexStepKind.Match, 0, 0, null));
        return [.. writer._steps];
    }

    // What writes nothing counts too: it may be asked for very often.
    private bool TryWrite(RegexNode node)
    {
        if (++_work > _most || _steps.Count >= _most)
            return false;
        switch (node)
        {
            case RegexNode.Character character:
                Add(RegexStepKind.Character, character.Set);
                return true;
            case RegexNode.Assertion assertion:
                Add(assertion.Kind);
                return true;
            case RegexNode.Sequence sequence:
                return sequence.Parts.All(TryWrite);
            case RegexNode.Choice choice:
                return TryWriteChoice(choice.Branches);
            case RegexNode.Repeat repeat:
                return TryWriteRepeat(repeat);
            default:
                return false;
        }
    }

    private bool TryWriteChoice(IReadOnlyList<RegexNode> branches)
    {
        List<int> ends = [];
        for (var i = 0; i < branches.Count - 1; i++)
        {
            var split = Add(RegexStepKind.Split);
            if (!TryWrite(branches[i]))
                return false;
            ends.Add(Add(RegexStepKind.Split));
            Lead(split, split + 1, _steps.Count);
        }

        if (!TryWrite(branches[^1]))
            return false;
        foreach (var end in ends)
            Lead(end, _steps.Count, _steps.Count);
        return true;
    }

    private bool TryWriteRepeat(RegexNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Least; i++)
        {
            if (!TryWrite(repeat.Part))
                return false;
        }

        if (repeat.Most is null)
        {
            var loop = Add(RegexStepKind.Split);
            if (!TryWrite(repeat.Part))
                return false;
            var back = Add(RegexStepKind.Split);
            Lead(back, loop, loop);
            Lead(loop, loop + 1, _steps.Count);
            return true;
        }

        List<int> exits = [];
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            exits.Add(Add(RegexStepKind.Split));
            if (!TryWrite(repeat.Part))
                return false;
        }

        foreach (var exit in exits)
            Lead(exit, exit + 1, _steps.Count);
        return true;
    }

    private int Add(RegexStepKind kind, CharacterSet? set = null)
    {
        _steps.Add(new RegexStep(kind, _steps.Count + 1, _steps.Count + 1, set));
        return _steps.Count - 1;
    }

    private void Lead(int split, int next, int other) => _steps[split] = _steps[split] with { Next = next, Other = other };
}
