using System.Buffers;

namespace Edge.Policy.Matching;

/// <summary>
/// A regular expression whose search cannot run away: it goes through the text once and is at each character at every step at most once
/// (Thompson 1968; Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009). Immutable; thread-safe; allocates nothing
/// once warm.
/// </summary>
internal sealed class LinearRegex
{
    /// <summary>The most steps an expression may have, its repetitions written out.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>The most steps of one search: some tenths of a second.</summary>
    public const long MaxWork = 1L << 24;

    // How many characters at which nothing begins are passed in the time of one step.
    private const int IdlePerStep = 16;

    private static readonly CharacterSet Word = new(@"[\w\u200C\u200D]");

    private readonly RegexStep[] _steps;
    private readonly RegexBeginning _beginning;
    private readonly Lazy<SearchValues<char>?> _idle;

    private LinearRegex(RegexStep[] steps)
    {
        _steps = steps;
        _beginning = RegexBeginning.Of(steps);
        _idle = new Lazy<SearchValues<char>?>(() => RegexStart.Idle(steps), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>How many steps it has.</summary>
    public int Steps => _steps.Length;

    /// <summary>Whether it can match the empty text somewhere.</summary>
    public bool MatchesEmpty => _beginning.MatchesEmpty;

    /// <summary>
    /// Makes the expression of a pattern that was checked; null if it has more than <see cref="MaxSteps"/>, or something unknown.
    /// </summary>
    internal static LinearRegex? TryCreate(string pattern, out bool isLarge)
    {
        var node = RegexReader.Read(pattern);
        var steps = node is null ? null : RegexWriter.Write(node, MaxSteps);
        isLarge = node is not null && steps is null;
        return steps is null ? null : new LinearRegex(steps);
    }

    /// <summary>Whether a text of so many characters is searched within <see cref="MaxWork"/>, whatever it says.</summary>
    public bool CanSearch(int length) => (length + 1L) * _steps.Length <= MaxWork;

    /// <summary>Says whether the text has a match anywhere.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => IsMatch(text, out _);

    /// <summary>The same, and how many steps it took: at most those of the expression for each character and the end.</summary>
    internal bool IsMatch(ReadOnlySpan<char> text, out long work) => IsMatch(text, long.MaxValue, out work) == true;

    /// <summary>
    /// The same; null when <paramref name="most"/> steps were not enough to say. It takes at most one character's steps more.
    /// </summary>
    internal bool? IsMatch(ReadOnlySpan<char> text, long most, out long work)
    {
        var rented = ArrayPool<int>.Shared.Rent(5 * _steps.Length);
        var search = new Search(_steps, _idle.Value, text, rented, most);
        var matches = search.Run();
        work = search.Work;
        ArrayPool<int>.Shared.Return(rented);
        return matches;
    }

    /// <summary>
    /// Finds the leftmost match that begins at <paramref name="from"/> or behind it, and of those that begin there the longest.
    /// </summary>
    /// <param name="text">The text; assertions look at all of it.</param>
    /// <param name="from">Where the search begins.</param>
    /// <param name="work">How many steps may be taken; what was taken is subtracted. Below zero the search was given up.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">The index behind it.</param>
    public bool TryFind(ReadOnlySpan<char> text, int from, ref long work, out int start, out int end) =>
        Find(text, from, isAnchored: false, ref work, out start, out end);

    /// <summary>Finds the longest match that begins at <paramref name="at"/>; see <see cref="TryFind"/>.</summary>
    public bool TryFindAt(ReadOnlySpan<char> text, int at, ref long work, out int end) =>
        Find(text, at, isAnchored: true, ref work, out _, out end);

    private bool Find(ReadOnlySpan<char> text, int from, bool isAnchored, ref long work, out int start, out int end)
    {
        start = from;
        if (!isAnchored && !_beginning.TryNext(text, ref start))
        {
            end = from;
            return false;
        }

        var rented = ArrayPool<int>.Shared.Rent(RegexFind.MemoryPerStep * _steps.Length);
        var find = new RegexFind(_steps, _beginning, text, rented);
        var found = find.Run(start, isAnchored, ref work);
        (start, end) = (find.Start, find.End);
        ArrayPool<int>.Shared.Return(rented);
        return found;
    }

    /// <summary>Whether the place lies between a character of a word and what is none.</summary>
    internal static bool IsBoundary(ReadOnlySpan<char> text, int at) =>
        (at > 0 && Word.Has(text[at - 1])) != (at < text.Length && Word.Has(text[at]));

    // Two lists of steps, of this character and of the next; for each step the place where it was met last; and the steps to look at.
    private ref struct Search
    {
        private readonly RegexStep[] _steps;
        private readonly ReadOnlySpan<char> _text;
        private readonly Span<int> _metAt;
        private readonly Span<int> _open;
        private Span<int> _now;
        private Span<int> _next;
        private readonly long _most;
        private readonly SearchValues<char>? _idle;
        private int _nextCount;

        public Search(RegexStep[] steps, SearchValues<char>? idle, ReadOnlySpan<char> text, Span<int> memory, long most)
        {
            _most = most;
            _idle = idle;
            _steps = steps;
            _text = text;
            _now = memory[..steps.Length];
            _next = memory.Slice(steps.Length, steps.Length);
            _metAt = memory.Slice(2 * steps.Length, steps.Length);
            _open = memory.Slice(3 * steps.Length, 2 * steps.Length);
            _metAt.Fill(-1);
        }

        public long Work { get; private set; }

        public bool? Run()
        {
            var isAnchored = _steps[0].Kind == RegexStepKind.Start;
            for (var at = 0; ; at++)
            {
                if (_idle is not null && _nextCount == 0)
                    at = SkipIdle(at);
                // A match may begin at every character; what began before is in the list already.
                if ((at == 0 || !isAnchored) && Enter(0, at))
                    return true;
                if (at == _text.Length || (isAnchored && _nextCount == 0))
                    return false;
                if (Work > _most)
                    return null;
                var count = _nextCount;
                var now = _next;
                _next = _now;
                _now = now;
                _nextCount = 0;
                foreach (var step in now[..count])
                {
                    if (_steps[step].Set!.Has(_text[at]) && Enter(_steps[step].Next, at + 1))
                        return true;
                }
            }
        }

        // Nothing is under way, and at these characters nothing begins.
        private int SkipIdle(int at)
        {
            var idle = _text[at..].IndexOfAnyExcept(_idle!);
            if (idle < 0)
                idle = _text.Length - at;
            Work += idle / IdlePerStep;
            return at + idle;
        }

        // Puts all steps that take a character and can be reached from here into the list; true if the end is among those reached.
        private bool Enter(int step, int at)
        {
            var open = 0;
            _open[open++] = step;
            while (open > 0)
            {
                step = _open[--open];
                if (_metAt[step] == at)
                    continue;
                _metAt[step] = at;
                Work++;
                ref readonly var current = ref _steps[step];
                switch (current.Kind)
                {
                    case RegexStepKind.Match:
                        return true;
                    case RegexStepKind.Character:
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

            return false;
        }

        private readonly bool Holds(RegexStepKind kind, int at) => kind switch
        {
            RegexStepKind.Start => at == 0,
            RegexStepKind.End => at == _text.Length,
            RegexStepKind.Boundary => IsBoundary(_text, at),
            _ => !IsBoundary(_text, at),
        };
    }
}
