using System.Buffers;

namespace Edge.Policy.Matching;

/// <summary>Which characters no match of an expression begins with.</summary>
internal static class RegexStart
{
    private const int Ascii = 128;

    /// <summary>
    /// ASCII characters that begin no match; null where a match begins at the first character only, may be empty, or may begin with
    /// any of them.
    /// </summary>
    public static SearchValues<char>? Idle(RegexStep[] steps)
    {
        if (steps[0].Kind == RegexStepKind.Start)
            return null;
        var beginning = new bool[Ascii];
        var met = new bool[steps.Length];
        Stack<int> open = new([0]);
        while (open.TryPop(out var at))
        {
            if (met[at])
                continue;
            met[at] = true;
            var step = steps[at];
            switch (step.Kind)
            {
                case RegexStepKind.Match:
                    return null;
                case RegexStepKind.Character:
                    for (var c = 0; c < Ascii; c++)
                        beginning[c] |= step.Set!.Has((char)c);
                    break;
                case RegexStepKind.Split:
                    open.Push(step.Other);
                    open.Push(step.Next);
                    break;
                default:
                    // A condition on the place may hold.
                    open.Push(step.Next);
                    break;
            }
        }

        char[] idle = [.. Enumerable.Range(0, Ascii).Where(c => !beginning[c]).Select(c => (char)c)];
        return idle.Length == 0 ? null : SearchValues.Create(idle);
    }
}
