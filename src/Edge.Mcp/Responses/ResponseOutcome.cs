namespace Edge.Mcp.Responses;

/// <summary>What was seen of an answer while it passed. An observation only: nothing is decided on it.</summary>
/// <param name="Kind">What the answer turned out to be.</param>
/// <param name="ErrorCode">The code of a JSON-RPC error; null when there is none or it is no 64-bit integer.</param>
/// <param name="Bytes">How many bytes of the body were handed on.</param>
/// <param name="Completed">True when the server ended the body; false when it broke off or the caller left.</param>
public readonly record struct ResponseOutcome(OutcomeKind Kind, long? ErrorCode, long Bytes, bool Completed);
