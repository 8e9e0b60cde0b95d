using Edge.Mcp.Responses;

namespace Edge.Gateway.Calls;

/// <summary>What Edge answered in the server's place.</summary>
/// <param name="Outcome">What the answer is, as it is seen in a server's.</param>
/// <param name="Fault">What went wrong behind the policy; null where nothing did.</param>
internal sealed record OwnAnswer(ResponseOutcome Outcome, string? Fault = null);
