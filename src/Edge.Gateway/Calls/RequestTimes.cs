namespace Edge.Gateway.Calls;

/// <summary>
/// Where the time of one request goes until its answer begins: what is neither waiting for the caller nor for the server is Edge's own
/// (<c>edge.request.overhead</c>). Found through the request's features. Not thread-safe; it belongs to its request.
/// </summary>
/// <remarks>
/// It runs from the first middleware to the first byte of the answer. Waiting for the caller: reading a body that is not there yet.
/// Waiting for the server: from the request's leaving the last lock to the head of the answer, and reading bytes of the answer that are
/// not there yet. After the answer began Edge only hands bytes on, at the pace of both.
/// </remarks>
internal class RequestTimes(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private long _waited;

    /// <summary>The server that the request is for; without one (nothing was routed) nothing is recorded.</summary>
    public string? Server { get; set; }

    /// <summary>The time now, to tell <see cref="WaitedSince"/>.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>Somebody else was waited for, since <paramref name="began"/>.</summary>
    public void WaitedSince(long began) => _waited += clock.GetTimestamp() - began;

    /// <summary>Waits for the head of a server's answer.</summary>
    public Task<T> WaitAsync<T>(Task<T> answer) => WaitAsync(new ValueTask<T>(answer), Now).AsTask();

    /// <summary>Waits for what was asked for at <paramref name="began"/>.</summary>
    public async ValueTask<T> WaitAsync<T>(ValueTask<T> waited, long began)
    {
        try
        {
            return await waited;
        }
        finally
        {
            WaitedSince(began);
        }
    }

    /// <summary>Edge's own part of the time until now.</summary>
    public TimeSpan Own => TimeSpan.FromSeconds((double)(clock.GetTimestamp() - _began - _waited) / clock.TimestampFrequency);
}
