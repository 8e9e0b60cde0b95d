using Edge.Mcp.Requests;
using Edge.Policy.Calls;

namespace Edge.Gateway.Calls;

/// <summary>The proof that a message was decided and may be forwarded, once.</summary>
internal sealed class ForwardingPass
{
    private int _used;

    /// <summary>Makes a pass for a decision that forwards; any other is refused.</summary>
    /// <exception cref="InvalidOperationException">The decision does not let the message pass.</exception>
    public ForwardingPass(Decision decision)
    {
        if (!decision.Forwards)
            throw new InvalidOperationException("Only a decision that forwards makes a pass.");
        Decision = decision;
    }

    /// <summary>The decision that lets the message pass.</summary>
    public Decision Decision { get; }

    /// <summary>The bytes that were judged, which are those that are sent; null for a request without any.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>Where the time of the request goes; null when nobody listens.</summary>
    public RequestTimes? Times { get; init; }

    /// <summary>Uses the pass up; false when it was used before: nothing is sent twice. Thread-safe.</summary>
    public bool TryUse() => Interlocked.Exchange(ref _used, 1) == 0;
}
