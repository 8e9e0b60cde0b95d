using System.Collections.Concurrent;
using System.Threading.Channels;
using Edge.Policy.Stores;

namespace Edge.Policy.Limits.Shared;

/// <summary>
/// Brings the ends of calls to a shared store, many in one round trip, while nobody waits. Unbounded, but each entry is of a call that had
/// been allowed. Thread-safe.
/// </summary>
/// <remarks>
/// While the store does not answer, permits are kept and tried again: an Edge that lives would hold them for ever. What windows and
/// buckets would have got back is not tried again, because it may have arrived, and twice would be room that nobody gave: it counts.
/// </remarks>
/// <param name="send">
/// Does what a batch says, in one round trip, its give-backs only if told so; throws <see cref="StoreUnavailableException"/>.
/// </param>
/// <param name="notGivenBack">Is told how many counts keep what they would have got back.</param>
/// <param name="clock">The clock of retries.</param>
internal sealed class EndingQueue(Func<IReadOnlyList<Ending>, bool, Task> send, Action<int> notGivenBack, TimeProvider clock)
    : IAsyncDisposable
{
    private const int AtOnce = 128;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<Ending> _queue = Channel.CreateUnbounded<Ending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, byte> _released = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task? _pump;

    /// <summary>The permits that have been released, and are still in the store.</summary>
    public long[] Released => _released.IsEmpty ? [] : [.. _released.Keys];

    /// <summary>Begins to send.</summary>
    public void Start() => _pump = Task.Run(PumpAsync);

    /// <summary>Adds something to do; nothing once disposed.</summary>
    public void Add(in Ending ending)
    {
        if (ending.Kind == EndingKind.Release)
            _released.TryAdd(ending.Permit, default);
        _queue.Writer.TryWrite(ending);
    }

    /// <summary>Until everything added before was done.</summary>
    public Task SettledAsync()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.Writer.TryWrite(new Ending { Kind = EndingKind.Mark, Settled = settled }))
            settled.SetResult();
        return settled.Task;
    }

    /// <summary>Does what is left to do, unless that takes long, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stopping.CancelAfter(Patience);
        if (_pump is not null)
            await _pump.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task PumpAsync()
    {
        var batch = new List<Ending>(AtOnce);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < AtOnce && _queue.Reader.TryRead(out var ending))
                batch.Add(ending);
            await FinishAsync(batch).ConfigureAwait(false);
            foreach (var ending in batch)
            {
                if (ending.Kind == EndingKind.Release)
                    _released.TryRemove(ending.Permit, out _);
                ending.Settled?.TrySetResult();
            }
        }
    }

    private async Task FinishAsync(List<Ending> batch)
    {
        var gives = true;
        while (true)
        {
            try
            {
                await send(batch, gives).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException)
            {
                var lost = gives ? batch.Count(e => e.Kind == EndingKind.GiveBack) : 0;
                if (lost > 0)
                    notGivenBack(lost);
                gives = false;
            }

            if (_stopping.IsCancellationRequested)
                return;
            await Task.Delay(RetryPeriod, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
