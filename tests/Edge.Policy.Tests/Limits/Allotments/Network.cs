using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Policy.Tests.Results;
using Edge.Testing;

namespace Edge.Policy.Tests.Limits.Allotments;

/// <summary>
/// The way from many Edges to one store: messages take time, overtake each other and are lost, all by one seed. One thread.
/// </summary>
internal sealed class Network(MemoryLimitStore store, ManualTimeProvider clock, int seed)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(3);

    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _events = new();
    private long _order;

    /// <summary>What happens by chance.</summary>
    public Dice Dice { get; } = new((ulong)seed);

    /// <summary>Messages that reached the store.</summary>
    public int Arrived { get; private set; }

    /// <summary>Questions and answers that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Does something later.</summary>
    public void After(TimeSpan delay, Action what) => _events.Enqueue(what, (clock.GetUtcNow() + delay, _order++));

    /// <summary>Lets everything happen, in order.</summary>
    public void Run()
    {
        while (_events.TryDequeue(out var what, out var when))
        {
            if (when.At > clock.GetUtcNow())
                clock.Advance(when.At - clock.GetUtcNow());
            what();
        }
    }

    /// <summary>One Edge's way to the store.</summary>
    public ILimitStore Way() => new OneWay(this, store);

    // Mostly a millisecond, sometimes half a second.
    private TimeSpan Delay() => TimeSpan.FromMilliseconds(Dice.Share() < 0.02 ? 1 + Dice.Next(499) : Dice.Share() * 2);

    private bool Loses()
    {
        if (Dice.Share() >= 0.02)
            return false;
        Lost++;
        return true;
    }

    private sealed class OneWay(Network network, MemoryLimitStore store) : ILimitStore
    {
        public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource();
            network.After(s_timeout, () => answer.TrySetException(new StoreUnavailableException("no answer")));
            if (network.Loses())
                return new ValueTask(answer.Task);
            network.After(network.Delay(), () =>
            {
                network.Arrived++;
                // The store takes, whatever becomes of its answer.
                store.TakeAsync(reservation, CancellationToken.None).AsTask().Wait();
                if (!network.Loses())
                    network.After(network.Delay(), () => answer.TrySetResult());
            });
            return new ValueTask(answer.Task);
        }

        public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void End(Reservation reservation, ReservationEnd end)
        {
            if (network.Loses())
                return;
            network.After(network.Delay(), () =>
            {
                network.Arrived++;
                store.End(reservation, end);
            });
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
