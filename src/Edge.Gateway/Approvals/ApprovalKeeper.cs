using Edge.Policy.Approvals;
using Edge.Policy.Stores;

namespace Edge.Gateway.Approvals;

/// <summary>Lets approvals expire in time, and finds what changed on other Edges. Runs beside the requests.</summary>
internal sealed class ApprovalKeeper : BackgroundService
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(250);

    private readonly IApprovalStore _store;
    private readonly ApprovalRecorder _recorder;
    private readonly ApprovalChanges _changes;
    private readonly TimeProvider _clock;
    private int _pending;

    public ApprovalKeeper(IApprovalStore store, ApprovalRecorder recorder, ApprovalChanges changes, TimeProvider clock) =>
        (_store, _recorder, _changes, _clock) = (store, recorder, changes, clock);

    /// <summary>How many approvals waited for a person at the last sweep.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Lets those expire whose time is over.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var swept = await _store.SweepAsync(cancellationToken);
        Volatile.Write(ref _pending, swept.Pending);
        foreach (var expired in swept.Expired)
            _recorder.Expired(expired);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(SweepPeriod, SweepAsync, stoppingToken),
        _store.AreShared ? RepeatAsync(LookPeriod, Looking(), stoppingToken) : Task.CompletedTask);

    private Func<CancellationToken, Task> Looking()
    {
        long known = -1;
        return async cancellation =>
        {
            if (!_changes.HasListeners)
                return;
            var revision = await _store.RevisionAsync(cancellation);
            if (revision != known)
                _changes.Notify();
            known = revision;
        };
    }

    private async Task RepeatAsync(TimeSpan period, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(period, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                return;
            try
            {
                await work(stopping);
            }
            catch (StoreUnavailableException)
            {
                // The store says so in the log, once; the next round asks again.
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
