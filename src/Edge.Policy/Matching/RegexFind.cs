namespace Edge.Policy.Matching;

/// <summary>
/// One search of a <see cref="LinearRegex"/> for the place of a match. Every way through the expression carries the place where it began;
/// of
/// two that meet at a step the earlier goes on, so that the text is still gone through once.
/// </summary>
internal ref struct RegexFind
{
    /// <summary>How many numbers of memory it needs for each step of the expression.</summary>
    public const int MemoryPerStep = 7;

    private readonly RegexStep[] _steps;
    private readonly RegexBeginning _beginning;
    private readonly ReadOnlySpan<char> _text;
    private readonly Span<int> _metAt;
    private readonly Span<int> _open;
    private Span<int> _now;
    private Span<int> _nowStart;
    private Span<int> _next;
    private Span<int> _nextStart;
    private int _nextCount;
    private long _work;

    public RegexFind(RegexStep[] steps, RegexBeginning beginning, ReadOnlySpan<char> text, Span<int> memory)
    {
        _steps = steps;
        _beginning = beginning;
        _text = text;
        var count = steps.Length;
        _now = memory[..count];
        _nowStart = memory.Slice(count, count);
        _next = memory.Slice(2 * count, count);
        _nextStart = memory.Slice(3 * count, count);
        _metAt = memory.Slice(4 * count, count);
        _open = memory.Slice(5 * count, 2 * count);
        _metAt.Fill(-1);
    }

    /// <summary>Where the match begins; -1 without one.</summary>
    public int Start { get; private set; } = -1;

    /// <summary>The index behind the match.</summary>
    public int End { get; private set; }

    /// <summary>
    /// Searches from a place on, or only for what begins there; false without a match, or if <paramref name="work"/> fell below zero.
    /// </summary>
    public bool Run(int at, bool isAnchored, ref long work)
    {
        var first = at;
        for (; ; at++)
        {
            // Ways that began before are in the list already, and go first.
            if (Start < 0 && (!isAnchored || at == first))
                Enter(0, at, at);
            if (_nextCount == 0)
            {
                if (Start >= 0 || isAnchored || at >= _text.Length)
                    break;
                var next = at + 1;
                if (!_beginning.TryNext(_text, ref next))
                    break;
                at = next - 1;
                continue;
            }

            if (at == _text.Length || _work > work)
                break;
            Step(at);
        }

        work -= _work;
        return Start >= 0 && work >= 0;
    }

    private void Step(int at)
    {
        var count = _nextCount;
        var now = _next;
        _next = _now;
        _now = now;
        now = _nextStart;
        _nextStart = _nowStart;
        _nowStart = now;
        _nextCount = 0;
        for (var i = 0; i < count; i++)
        {
            ref readonly var step = ref _steps[_now[i]];
            _work++;
            if (step.Set!.Has(_text[at]) && (Start < 0 || _nowStart[i] <= Start))
                Enter(step.Next, at + 1, _nowStart[i]);
        }
    }

    // Puts all steps that take a character and can be reached from here into the list; a way that reaches the end is a match.
    private void Enter(int step, int at, int start)
    {
        var open = 0;
        _open[open++] = step;
        while (open > 0)
        {
            step = _open[--open];
            if (_metAt[step] == at)
                continue;
            _metAt[step] = at;
            _work++;
            ref readonly var current = ref _steps[step];
            switch (current.Kind)
            {
                case RegexStepKind.Match:
                    if (Start < 0 || start <= Start)
                        (Start, End) = (start, at);
                    break;
                case RegexStepKind.Character:
                    _nextStart[_nextCount] = start;
                    _next[_nextCount++] = step;
                    break;
                case RegexStepKind.Split:
                    _open[open++] = current.Other;
                    _open[open++] = current.Next;
                    break;
                default:
                    if (Holds(current.Kind, at))
                        _open[open++] = current.Next;
                    break;
            }
        }
    }

    private readonly bool Holds(RegexStepKind kind, int at) => kind switch
    {
        RegexStepKind.Start => at == 0,
        RegexStepKind.End => at == _text.Length,
        RegexStepKind.Boundary => LinearRegex.IsBoundary(_text, at),
        _ => !LinearRegex.IsBoundary(_text, at),
    };
}
