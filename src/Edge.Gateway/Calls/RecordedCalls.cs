using Edge.Mcp;
using Edge.Policy.Calls;

namespace Edge.Gateway.Calls;

/// <summary>
/// Which decisions are kept, in records as in the decision feed: tool calls, what resources and prompts give out, and every denial. Other
/// housekeeping that is allowed is a span and a metric (telemetry.md, "Audit record").
/// </summary>
internal static class RecordedCalls
{
    /// <summary>Whether what was decided about this call is one of them.</summary>
    public static bool Include(in DecidedCall call) =>
        call.Decision.Outcome != DecisionOutcome.Allow
        || call.Call.Message is { Method: Methods.ToolsCall or Methods.ResourcesRead or Methods.PromptsGet };
}
