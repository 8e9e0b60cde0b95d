using System.Collections.Concurrent;
using Edge.Gateway.Calls;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Tests.Enforcement;

/// <summary>Writes down what a call takes and gives back, in order, and can stop it at one of these steps.</summary>
internal sealed class CallJournal
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What happened, in order.</summary>
    public string Text => string.Join(", ", _events);

    /// <summary>The step at which a call waits until <see cref="GoOn"/>, or until it is cancelled; null for none.</summary>
    public string? StopsAt { get; set; }

    /// <summary>The step at which something breaks; null for none.</summary>
    public string? BreaksAt { get; set; }

    /// <summary>Ends when the caller has left, as Edge sees it.</summary>
    public CancellationToken CallerLeft { get; private set; }

    /// <summary>Registers stores in memory and an observer, all of which write here.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IFreezeStore>(p => new Freezes(this, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILimitStore>(p => new Limits(this, new MemoryLimitStore(p.GetRequiredService<TimeProvider>())));
        services.AddSingleton<IApprovalStore>(p => new Approvals(this, new MemoryApprovalStore(p.GetRequiredService<TimeProvider>())));
        services.AddSingleton<ICallObserver>(p => new Observer(this, p.GetRequiredService<BufferBudget>()));
    }

    /// <summary>Forgets what happened.</summary>
    public void Clear() => _events.Clear();

    /// <summary>Waits until a call has reached a step.</summary>
    public Task ReachedAsync(string step) => Deadline.Until(() => _events.Contains(step), $"'{step}' after '{Text}'");

    /// <summary>Lets the call that was stopped go on.</summary>
    public void GoOn() => _goOn.TrySetResult();

    private void Write(string step) => _events.Enqueue(step);

    private async ValueTask ReachAsync(string step, CancellationToken cancellationToken)
    {
        Write(step);
        if (BreaksAt == step)
            throw new NotSupportedException(step);
        if (StopsAt == step)
            await _goOn.Task.WaitAsync(cancellationToken);
    }

    private sealed class Freezes(CallJournal journal, TimeProvider clock) : IFreezeStore
    {
        private readonly MemoryFreezeStore _inner = new(clock);

        public bool SurviveRestart => false;

        public async ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken)
        {
            await journal.ReachAsync("freezes asked", cancellationToken);
            return await _inner.FindAsync(grant, server, cancellationToken);
        }

        public Freeze? FindLastKnown(string grant, string server) => _inner.FindLastKnown(grant, server);

        public ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken) =>
            _inner.SetAsync(target, by, reason, cancellationToken);

        public ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken) =>
            _inner.ClearAsync(target, cancellationToken);

        public ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);
    }

    private sealed class Limits(CallJournal journal, MemoryLimitStore inner) : ILimitStore
    {
        public async ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            await journal.ReachAsync("limits asked", cancellationToken);
            await inner.TakeAsync(reservation, cancellationToken);
        }

        public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
            inner.LookAsync(reservation, cancellationToken);

        public void End(Reservation reservation, ReservationEnd end)
        {
            journal.Write($"limits {end}");
            inner.End(reservation, end);
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Approvals(CallJournal journal, MemoryApprovalStore inner) : IApprovalStore
    {
        public bool AreShared => false;

        public ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
            inner.AskAsync(request, cancellationToken);

        public async ValueTask<ApprovalChange> ChangeAsync(
            string id, Func<Approval, DateTimeOffset, Approval?> step, CancellationToken cancellationToken)
        {
            var uses = 0;
            var change = await inner.ChangeAsync(
                id,
                (approval, now) =>
                {
                    var next = step(approval, now);
                    uses = (next ?? approval).Used - approval.Used;
                    return next;
                },
                cancellationToken);
            if (uses != 0)
                await journal.ReachAsync(uses > 0 ? "approval used" : "approval given back", cancellationToken);
            return change;
        }

        public ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken) =>
            inner.ListAsync(pendingOnly, cancellationToken);

        public ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken) => inner.SweepAsync(cancellationToken);

        public ValueTask<long> RevisionAsync(CancellationToken cancellationToken) => inner.RevisionAsync(cancellationToken);
    }

    private sealed class Observer(CallJournal journal, BufferBudget budget) : ICallObserver
    {
        public bool IsRequired => true;

        public void Started(StartedCall call)
        {
            journal.CallerLeft = call.Context.RequestAborted;
            journal.Write("started");
        }

        public async ValueTask<bool> DecidedAsync(DecidedCall call)
        {
            var step = call.Decision.Forwards ? "allowed" : "denied";
            var left = call.Call.Context.RequestAborted;
            await journal.ReachAsync(step, left);
            return true;
        }

        public void Ended(EndedCall call) => journal.Write(budget.Held == 0 ? "ended" : "ended with its body");
    }
}
