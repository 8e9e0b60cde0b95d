using Edge.Mcp.Responses;
using Edge.Policy.Limits;

namespace Edge.Gateway.Calls;

/// <summary>A server's answer, from its head on. Not thread-safe; it belongs to its request.</summary>
/// <param name="lease">What the call holds of its limits; null for nothing.</param>
internal sealed class ServerAnswer(CallLease? lease) : IResponseObserver
{
    /// <summary>The body that is handed on; null until it begins, and where none of it is handed on.</summary>
    public WatchedStream? Body { get; private set; }

    /// <summary>What was seen of the answer; null until it ended.</summary>
    public ResponseOutcome? Outcome { get; private set; }

    /// <summary>Its body begins.</summary>
    /// <exception cref="InvalidOperationException">It began before.</exception>
    public WatchedStream Begin(WatchedStream body) =>
        Body = Body is null ? body : throw new InvalidOperationException("The body of an answer begins once.");

    /// <inheritdoc />
    /// <remarks>What ends an answer in the place of a server that fell silent is not the server's, which may still be at work.</remarks>
    public void Answered()
    {
        if (Body is not { Expired: false } body)
            return;
        body.Answered();
        lease?.Dispose();
    }

    /// <inheritdoc />
    public void Ended(ResponseOutcome outcome) => Outcome = outcome;
}
