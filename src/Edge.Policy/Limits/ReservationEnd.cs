namespace Edge.Policy.Limits;

/// <summary>How a call that took its limits ended.</summary>
public enum ReservationEnd
{
    /// <summary>The server may have seen the call: what was taken counts, concurrency permits return.</summary>
    Completed,

    /// <summary>The server was never reached: everything returns, into the window it was taken from.</summary>
    GivenBack,

    /// <summary>The caller left before the answer: what was taken counts, concurrency permits return after <c>linger</c>.</summary>
    CallerLeft,
}
