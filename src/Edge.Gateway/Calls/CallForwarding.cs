namespace Edge.Gateway.Calls;

/// <summary>How a call is forwarded: made once, by the step that hands the call on. Not thread-safe; it belongs to its request.</summary>
/// <param name="Pass">The proof that the message may be forwarded.</param>
/// <param name="Deadline">Ends a call whose server is silent.</param>
/// <param name="Stream">Ends an answer that has no end of its own; null for any other.</param>
internal sealed record CallForwarding(ForwardingPass Pass, CallDeadline Deadline, OpenStream? Stream)
{
    /// <summary>Whether Edge stopped waiting for a server that may still be at work.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Edge stopped waiting for the server.</summary>
    public void GiveUp() => IsGivenUp = true;
}
