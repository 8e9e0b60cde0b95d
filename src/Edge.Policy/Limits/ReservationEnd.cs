namespace Edge.Policy.Limits;

/// <summary>How a call that took its limits ended.</summary>
public enum ReservationEnd
{
    /// <summary>The server may have received the call. What was taken counts; concurrency permits return.</summary>
    Completed,

    /// <summary>The server did not receive the call. Everything returns, into the window that it was taken from.</summary>
    GivenBack,

    /// <summary>
    /// The caller left before the response. What was taken counts; concurrency permits return after <see cref="ReservedCount.Linger"/>.
    /// </summary>
    CallerLeft,
}
