namespace Edge.Policy.Matching;

/// <summary>
/// How a match of an expression begins: with a fixed text, or with one of some characters. Places where none can begin are passed over
/// without a step. Immutable; thread-safe.
/// </summary>
internal sealed class RegexBeginning
{
    private readonly string _prefix;
    private readonly CharacterSet[]? _first;

    private RegexBeginning(string prefix, CharacterSet[]? first, bool matchesEmpty) =>
        (_prefix, _first, MatchesEmpty) = (prefix, first, matchesEmpty);

    /// <summary>Whether there can be a match without a character.</summary>
    public bool MatchesEmpty { get; }

    /// <summary>Finds out about the expression that <paramref name="steps"/> are.</summary>
    public static RegexBeginning Of(RegexStep[] steps)
    {
        List<char> prefix = [];
        var at = 0;
        for (; steps[at] is { Kind: RegexStepKind.Character, Set.Only: { } only }; at = steps[at].Next)
            prefix.Add(only);

        // A set that many branches share would be asked many times.
        HashSet<CharacterSet> first = [];
        var met = new bool[steps.Length];
        var matchesEmpty = false;
        var open = new Stack<int>([0]);
        while (open.TryPop(out var step))
        {
            if (met[step])
                continue;
            met[step] = true;
            switch (steps[step].Kind)
            {
                case RegexStepKind.Match:
                    matchesEmpty = true;
                    break;
                case RegexStepKind.Character:
                    first.Add(steps[step].Set!);
                    break;
                case RegexStepKind.Split:
                    open.Push(steps[step].Next);
                    open.Push(steps[step].Other);
                    break;
                default:
                    open.Push(steps[step].Next);
                    break;
            }
        }

        return new RegexBeginning(new string([.. prefix]), matchesEmpty ? null : [.. first], matchesEmpty);
    }

    /// <summary>Moves <paramref name="at"/> to the next place where a match can begin; false if there is none.</summary>
    public bool TryNext(ReadOnlySpan<char> text, ref int at)
    {
        if (_first is null)
            return at <= text.Length;
        if (_prefix.Length > 0)
        {
            var next = text[at..].IndexOf(_prefix, StringComparison.Ordinal);
            at += Math.Max(next, 0);
            return next >= 0;
        }

        for (; at < text.Length; at++)
        {
            foreach (var set in _first)
            {
                if (set.Has(text[at]))
                    return true;
            }
        }

        return false;
    }
}
