namespace Edge.Mcp.Responses;

/// <summary>What Edge saw of a response while it passed. An observation only: no decision depends on it.</summary>
/// <param name="Kind">The kind of the response.</param>
/// <param name="ErrorCode">The code of a JSON-RPC error; null if there is none, or it is not a 64-bit integer.</param>
/// <param name="Bytes">The number of bytes of the body that were passed on.</param>
/// <param name="Completed">True if the server ended the body; false if it broke off or the caller left.</param>
public readonly record struct ResponseOutcome(OutcomeKind Kind, long? ErrorCode, long Bytes, bool Completed);
