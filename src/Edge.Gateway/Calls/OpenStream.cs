namespace Edge.Gateway.Calls;

/// <summary>One answer without an end of its own, and for whom it is open. Thread-safe.</summary>
/// <param name="grant">The caller's grant.</param>
/// <param name="server">The server that answers.</param>
/// <param name="tokenHash">The hash of the token that opened it; empty where no grants file is active.</param>
/// <param name="closed">Told once, when the exchange is over.</param>
internal sealed class OpenStream(string grant, string server, byte[] tokenHash, Action<OpenStream> closed) : IDisposable
{
    // Without a timer and without a wait handle it holds nothing that would have to be disposed.
    private readonly CancellationTokenSource _end = new();

    /// <summary>The caller's grant.</summary>
    public string Grant => grant;

    /// <summary>The server that answers.</summary>
    public string Server => server;

    /// <summary>The hash of the token that opened it; empty where no grants file is active.</summary>
    public ReadOnlySpan<byte> TokenHash => tokenHash;

    /// <summary>Ends when the stream must.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Ends it, in good order and at once.</summary>
    public void End() => _end.Cancel();

    /// <inheritdoc />
    public void Dispose() => closed(this);
}
