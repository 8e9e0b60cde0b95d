namespace Edge.Policy.Evaluation;

/// <summary>
/// The methods of the published revisions 2024-11-05 to 2026-07-28, by exact name, from the schema.ts of each (modelcontextprotocol,
/// schema/). Everything else is unknown, and unknown methods are denied unless a policy names them.
/// </summary>
internal static class PublishedMethods
{
    public const string ToolsCall = "tools/call";

    public const string Initialize = "initialize";

    /// <summary>What never is reached by a <c>*</c>.</summary>
    public const string TaskPrefix = "tasks/";

    /// <summary>
    /// What clients send besides <c>tools/call</c> and <c>tasks/*</c>: allowed, within the rules for resources and prompts.
    /// </summary>
    public static readonly string[] Housekeeping =
    [
        "completion/complete",
        Initialize,
        "logging/setLevel",
        "notifications/cancelled",
        "notifications/initialized",
        "notifications/progress",
        "notifications/roots/list_changed",
        "ping",
        "prompts/get",
        "prompts/list",
        "resources/list",
        "resources/read",
        "resources/subscribe",
        "resources/templates/list",
        "resources/unsubscribe",
        "server/discover",
        "subscriptions/listen",
        "tools/list",
    ];

    /// <summary>
    /// What only servers send, or only clients with tasks of their own: allowed where a policy says so, by name or pattern.
    /// </summary>
    public static readonly string[] Others =
    [
        "elicitation/create",
        "notifications/elicitation/complete",
        "notifications/message",
        "notifications/prompts/list_changed",
        "notifications/resources/list_changed",
        "notifications/resources/updated",
        "notifications/subscriptions/acknowledged",
        "notifications/tasks/status",
        "notifications/tools/list_changed",
        "roots/list",
        "sampling/createMessage",
    ];

    /// <summary>The methods that are about resources and so must name at least one.</summary>
    public static bool NeedsResource(string method) => method is "resources/read" or "resources/subscribe" or "resources/unsubscribe";

    /// <summary>The methods that are about a prompt and so must name one.</summary>
    public static bool NeedsPrompt(string method) => method is "prompts/get";

    /// <summary>The method that is about either a resource or a prompt.</summary>
    public static bool NeedsReference(string method) => method is "completion/complete";
}
