namespace Edge.Mcp.Responses;

/// <summary>Is told what becomes of a server's answer while it passes (<see cref="OutcomeObservingStream"/>).</summary>
internal interface IResponseObserver
{
    /// <summary>
    /// The server is done with the call. Called at most once, before the caller can know: before the last bytes of the answer are handed
    /// on, or that it broke off at the server. Not called for a server that was silent for too long, nor for a caller that leaves.
    /// </summary>
    void Answered();

    /// <summary>The answer ended, broke off, or is no longer read. Called exactly once.</summary>
    /// <param name="outcome">What it was.</param>
    void Ended(ResponseOutcome outcome);
}
