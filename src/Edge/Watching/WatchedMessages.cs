using Edge.Enforcement;
using Edge.Mcp;
using Edge.Policy.Calls;

namespace Edge.Watching;

/// <summary>
/// Which decisions are kept, for records as for people who look: tool calls, what resources and prompts give out, and every denial. Other
/// housekeeping that is allowed is a span and a metric (telemetry.md, "Audit record").
/// </summary>
internal static class WatchedMessages
{
    /// <summary>Whether what was decided about this message is one of them.</summary>
    public static bool Include(Exchange exchange) =>
        exchange.Decision is not { Outcome: DecisionOutcome.Allow }
        || exchange.Message is { Method: Methods.ToolsCall or Methods.ResourcesRead or Methods.PromptsGet };
}
