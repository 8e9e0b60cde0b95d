using Edge.Policy.Calls;

namespace Edge.Policy.Limits.Allotments;

/// <summary>
/// A part of one count that this Edge took from the shared store at once, and from which calls take without asking it. Thread-safe.
/// </summary>
/// <remarks>
/// What the store counted as taken is never more than what calls took and what is left here: a limit is never exceeded. What a crash loses
/// stays counted.
/// </remarks>
internal sealed class Allotment
{
    private readonly Lock _gate = new();
    private readonly Reservation _taken;
    private readonly CompiledLimit _limit;
    private readonly decimal _remaining;
    private readonly long _resetAt;
    private readonly DateTimeOffset? _reset;
    private decimal _left;
    private bool _isClosed;

    /// <summary>Holds what was taken for <paramref name="reservation"/>, which has one count.</summary>
    /// <param name="reservation">The reservation; it is this object's from now on.</param>
    /// <param name="asked">When the store was asked, on the clock of timestamps, in ticks.</param>
    /// <param name="longest">How long it may be used.</param>
    public Allotment(Reservation reservation, long asked, TimeSpan longest)
    {
        _taken = reservation;
        var status = reservation.Statuses[0];
        _limit = status.Limit;
        _remaining = status.Remaining;
        _reset = status.ResetAt;
        _left = reservation.Counts[0].Cost;
        // The store's window does not end before this: it was asked before it answered, and no clock runs a thousandth too slow.
        var window = status.ResetAfter ?? TimeSpan.Zero;
        _resetAt = asked + window.Ticks;
        EndsAt = Math.Min(_resetAt - window.Ticks / 1000, asked + longest.Ticks);
    }

    /// <summary>From when on nothing is taken from it, on the clock of timestamps, in ticks.</summary>
    public long EndsAt { get; }

    /// <summary>Whether the limit of a call is the one that this was taken under.</summary>
    public bool IsOf(CompiledLimit limit) => limit.Capacity == _limit.Capacity && limit.Window == _limit.Window;

    /// <summary>Takes a call's cost; what the limit says then, or null if there is not enough, or it is too late.</summary>
    public LimitStatus? Take(CompiledLimit limit, decimal cost, long now)
    {
        lock (_gate)
        {
            if (_isClosed || now >= EndsAt || cost > _left)
                return null;
            _left -= cost;
            var remaining = _remaining + _left;
            return new LimitStatus
            {
                Limit = limit,
                State = limit.Capacity - remaining > limit.Capacity * 0.8m ? LimitState.Near : LimitState.Within,
                Remaining = remaining,
                ResetAfter = new TimeSpan(_resetAt - now),
                ResetAt = _reset,
            };
        }
    }

    /// <summary>Takes back what a call did not use; false once it is closed: then it stays counted.</summary>
    public bool GiveBack(decimal cost)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            _left += cost;
            return true;
        }
    }

    /// <summary>Closes it; the reservation reduced to what is left, to be given back to the store, or null if nothing is.</summary>
    public Reservation? Close()
    {
        lock (_gate)
        {
            if (_isClosed)
                return null;
            _isClosed = true;
            if (_left == 0)
            {
                _taken.Recycle();
                return null;
            }

            _taken.Counts[0].Cost = _left;
            return _taken;
        }
    }
}
