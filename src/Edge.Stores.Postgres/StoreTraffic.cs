using Edge.Policy.Stores;

namespace Edge.Stores.Postgres;

/// <summary>
/// Who may ask the database now: bounds what is under way, so that no question ever waits for a connection of the pool, and no
/// caller and no count takes all of them. Thread-safe.
/// </summary>
/// <remarks>
/// Four connections, at most half of all, are kept for what keeps Edge going: the stop button, permits, ends of calls. The others are
/// for calls. A question of a call enters, always in this order, (1) the lane of its caller, half as wide as the connections for calls;
/// (2) the lanes of what it changes, a quarter as wide: the database takes one call of a count after the other, whatever waits there;
/// (3) the lane of all calls; (4) the lane of everything. Waiting here says nothing of the database: it is no outage, and lets nothing
/// through.
/// </remarks>
internal sealed class StoreTraffic
{
    private const int MostReserved = 4;
    private const int Everybody = 0;

    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly Lanes<string> _callers;
    private readonly Lanes<long> _counts;
    private readonly Lanes<int> _calls;
    private readonly Lanes<int> _all;

    /// <summary>Divides the connections of the settings.</summary>
    public StoreTraffic(PostgresSettings settings, TimeProvider clock)
    {
        var connections = settings.MaxConnections;
        var calls = connections - Math.Min(MostReserved, connections / 2);
        (_patience, _clock) = (settings.ConnectTimeout, clock);
        OfOneCaller = Math.Max(1, calls / 2);
        OfOneCount = Math.Max(1, calls / 4);
        _callers = new Lanes<string>(OfOneCaller);
        _counts = new Lanes<long>(OfOneCount);
        _calls = new Lanes<int>(calls);
        _all = new Lanes<int>(connections);
    }

    /// <summary>How many questions of one caller may be under way.</summary>
    public int OfOneCaller { get; }

    /// <summary>How many questions that change one count, or one approval, may be under way.</summary>
    public int OfOneCount { get; }

    /// <summary>How many callers and counts have questions under way. For tests.</summary>
    public int Used => _callers.Count + _counts.Count;

    /// <summary>Enters for a question of Edge's own.</summary>
    /// <exception cref="StoreUnavailableException">Others were under way for longer than a connection may be waited for.</exception>
    public ValueTask<Passage> EnterAsync() => EnterAsync(null, []);

    /// <summary>Enters for a question of a call.</summary>
    /// <param name="caller">Who calls; null for a question of Edge's own.</param>
    /// <param name="changed">What is changed, as numbers; two that are equal only wait for each other.</param>
    /// <exception cref="StoreUnavailableException">Others were under way for longer than a connection may be waited for.</exception>
    public async ValueTask<Passage> EnterAsync(string? caller, long[] changed)
    {
        var passage = new Passage(this, caller, changed);
        using var patience = new CancellationTokenSource(_patience, _clock);
        try
        {
            await passage.EnterAsync(patience.Token);
            return passage;
        }
        catch (OperationCanceledException e)
        {
            passage.Dispose();
            throw new StoreUnavailableException("more is asked of the store at a time than it can answer", e)
            {
                Problem = StoreProblem.Busy,
            };
        }
    }

    /// <summary>What one question has entered; disposing leaves it. Not thread-safe.</summary>
    internal sealed class Passage(StoreTraffic traffic, string? caller, long[] changed) : IDisposable
    {
        // Sorted, so that no two wait for each other; each once.
        private readonly long[] _changed = changed.Length < 2 ? changed : [.. changed.Distinct().Order()];
        private bool _inCaller;
        private int _inCounts;
        private bool _inCalls;
        private bool _inAll;

        /// <summary>Enters everything, in order.</summary>
        public async ValueTask EnterAsync(CancellationToken patience)
        {
            if (caller is not null)
            {
                // 1: the caller
                await traffic._callers.EnterAsync(caller, patience);
                _inCaller = true;

                // 2: the counts
                for (; _inCounts < _changed.Length; _inCounts++)
                    await traffic._counts.EnterAsync(_changed[_inCounts], patience);

                // 3: all calls
                await traffic._calls.EnterAsync(Everybody, patience);
                _inCalls = true;
            }

            // 4: everything
            await traffic._all.EnterAsync(Everybody, patience);
            _inAll = true;
        }

        /// <inheritdoc />
        public void Dispose()
        {
            if (_inAll)
                traffic._all.Leave(Everybody);
            if (_inCalls)
                traffic._calls.Leave(Everybody);
            for (; _inCounts > 0; _inCounts--)
                traffic._counts.Leave(_changed[_inCounts - 1]);
            if (_inCaller)
                traffic._callers.Leave(caller!);
            (_inAll, _inCalls, _inCaller) = (false, false, false);
        }
    }
}
