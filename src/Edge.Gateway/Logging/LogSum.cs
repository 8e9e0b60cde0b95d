namespace Edge.Gateway.Logging;

/// <summary>
/// Logs events of one kind that may come in any number. The first ones at a place are logged when they happen; those that follow are
/// counted, and one line an interval says how many there were, until none comes for an interval. Lines and memory are bounded, whatever
/// callers do: at most <c>places + 1</c> times <c>burst</c> lines an interval. Thread-safe.
/// </summary>
/// <typeparam name="TPlace">What tells one place from another, such as a server and a reason. Nothing that a caller invents.</typeparam>
/// <typeparam name="TFacts">What a line says besides. A sum says those of its last event.</typeparam>
internal sealed class LogSum<TPlace, TFacts> : IDisposable
    where TPlace : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TPlace, State> _places = [];
    private readonly TimeProvider _clock;
    private readonly LogSumOptions _options;
    private readonly Action<TPlace, TFacts, Occurrences> _write;
    private readonly ITimer _timer;
    private State? _others;
    private bool _isDisposed;

    /// <summary>Counts with <paramref name="clock"/> and logs with <paramref name="write"/>, which is called outside of any lock.</summary>
    public LogSum(TimeProvider clock, LogSumOptions options, Action<TPlace, TFacts, Occurrences> write)
    {
        (_clock, _options, _write) = (clock, options, write);
        _timer = clock.CreateTimer(_ => Tell(atEnd: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many places are remembered now, those beyond the bound as one.</summary>
    public int Places
    {
        get
        {
            lock (_gate)
                return _places.Count + (_others is null ? 0 : 1);
        }
    }

    /// <summary>It happened: logs it, or counts it for the next sum.</summary>
    public void Add(TPlace place, TFacts facts)
    {
        lock (_gate)
        {
            var state = StateOf(place);
            if (state.Lines >= _options.Burst)
            {
                state.Pending++;
                (state.Place, state.Facts) = (place, facts);
                return;
            }

            state.Lines++;
        }

        _write(place, facts, Occurrences.Single);
    }

    /// <summary>Logs the sums that wait.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _timer.Dispose();
        Tell(atEnd: true);
    }

    private State StateOf(TPlace place)
    {
        if (_places.TryGetValue(place, out var state))
            return state;
        if (_places.Count == 0 && _others is null && !_isDisposed)
            _timer.Change(_options.Interval, _options.Interval);
        state = new State { Since = _clock.GetTimestamp(), Place = place };
        if (_places.Count < _options.Places)
            return _places[place] = state;
        return _others ??= state;
    }

    private void Tell(bool atEnd)
    {
        List<(TPlace Place, TFacts Facts, Occurrences Times)> sums = [];
        lock (_gate)
        {
            foreach (var (place, state) in _places)
            {
                if (IsOver(state, atEnd, isElsewhere: false, sums))
                    _places.Remove(place);
            }

            if (_others is { } others && IsOver(others, atEnd, isElsewhere: true, sums))
                _others = null;
            if (_places.Count == 0 && _others is null && !_isDisposed)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        foreach (var (place, facts, times) in sums)
            _write(place, facts, times);
    }

    // A place at which nothing more happened in a whole interval is forgotten: what comes next is news again.
    private bool IsOver(State state, bool atEnd, bool isElsewhere, List<(TPlace, TFacts, Occurrences)> sums)
    {
        var over = _clock.GetElapsedTime(state.Since);
        if (over < _options.Interval && !atEnd)
            return false;
        if (state.Pending == 0)
            return true;
        sums.Add((state.Place, state.Facts!, new Occurrences(state.Pending, over > TimeSpan.Zero ? over : _options.Interval, isElsewhere)));
        (state.Since, state.Pending, state.Lines) = (_clock.GetTimestamp(), 0, _options.Burst);
        return false;
    }

    private sealed class State
    {
        public required long Since { get; set; }

        public required TPlace Place { get; set; }

        public TFacts? Facts { get; set; }

        public int Lines { get; set; }

        public long Pending { get; set; }
    }
}
