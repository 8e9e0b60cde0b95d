using Edge.Gateway.Calls;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Enforcement.Reading;

/// <summary>What came of reading a request.</summary>
/// <param name="Message">What was read.</param>
/// <param name="Refusal">Why there is nothing to decide on; null where there is.</param>
internal readonly record struct ReadingOutcome(ReadMessage Message, Refusal? Refusal);
