using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Edge.Policy.Limits;

/// <summary>
/// What a call holds of its limits, or why it holds nothing. The first of <see cref="GiveBack"/>, <see cref="Linger"/> and
/// <c>Dispose</c> ends it, and only the first has an effect, whatever the order and however often they are called. These three are
/// thread-safe.
/// </summary>
public sealed class CallLease : RateLimitLease
{
    private readonly ILimitStore? _store;
    private Reservation? _held;

    private CallLease()
    {
    }

    internal CallLease(ILimitStore store, Reservation reservation)
    {
        _store = store;
        _held = reservation;
        if (!reservation.IsTaken)
        {
            Refusal = reservation.Refusal(shadow: false)
                ?? throw new InvalidOperationException("the store took nothing and named no limit without room");
        }
        else if (!reservation.IsShadowTaken)
        {
            ShadowRefusal = reservation.Refusal(shadow: true);
        }
    }

    /// <summary>The lease of every call that no limit applies to.</summary>
    public static CallLease Unlimited { get; } = new();

    /// <summary>Whether the call may go on.</summary>
    public override bool IsAcquired => Refusal is null;

    /// <summary>Why the call may not go on; null when it may.</summary>
    public LimitRefusal? Refusal { get; }

    /// <summary>Why limits in shadow would have stopped a call that may go on; null when they would not.</summary>
    public LimitRefusal? ShadowRefusal { get; }

    /// <summary>What each limit of the call said, in document order, those in shadow among them. Empty once the lease has ended.</summary>
    public ReadOnlySpan<LimitStatus> Statuses => Volatile.Read(ref _held) is { } held ? held.Statuses : [];

    /// <summary>
    /// The enforced limit with the least remaining share, the first of equals; null without one and once the lease has ended.
    /// </summary>
    public LimitStatus? Tightest
    {
        get
        {
            LimitStatus? tightest = null;
            foreach (ref readonly var status in Statuses)
            {
                if (!status.Limit.Shadow && (tightest is not { } least || status.RemainingShare < least.RemainingShare))
                    tightest = status;
            }

            return tightest;
        }
    }

    /// <inheritdoc />
    public override IEnumerable<string> MetadataNames => Refusal?.RetryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    /// <summary>Answers <see cref="MetadataName.RetryAfter"/> for a refusal that a later attempt can outlive.</summary>
    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name && Refusal?.RetryAfter is { } wait ? wait : null;
        return metadata is not null;
    }

    /// <summary>The server was never reached: everything returns, into the window it was taken from.</summary>
    public void GiveBack() => End(ReservationEnd.GivenBack);

    /// <summary>The caller left before the answer: concurrency permits return after the limit's <c>linger</c>; all else counts.</summary>
    public void Linger() => End(ReservationEnd.CallerLeft);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            End(ReservationEnd.Completed);
        base.Dispose(disposing);
    }

    private void End(ReservationEnd end)
    {
        if (Interlocked.Exchange(ref _held, null) is not { } reservation)
            return;
        if (reservation.IsTaken)
            _store!.End(reservation, end);
        else
            reservation.Recycle();
    }
}
