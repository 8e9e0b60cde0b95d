using System.Collections.Frozen;
using System.Text;

namespace Edge.Mcp;

/// <summary>The methods that clients send in the published revisions (2024-11-05 to 2026-07-28 and the tasks extension).</summary>
internal static class Methods
{
    public const string Initialize = "initialize";
    public const string Ping = "ping";
    public const string ServerDiscover = "server/discover";
    public const string ToolsList = "tools/list";
    public const string ToolsCall = "tools/call";
    public const string ResourcesList = "resources/list";
    public const string ResourcesTemplatesList = "resources/templates/list";
    public const string ResourcesRead = "resources/read";
    public const string ResourcesSubscribe = "resources/subscribe";
    public const string ResourcesUnsubscribe = "resources/unsubscribe";
    public const string PromptsList = "prompts/list";
    public const string PromptsGet = "prompts/get";
    public const string CompletionComplete = "completion/complete";
    public const string LoggingSetLevel = "logging/setLevel";
    public const string SubscriptionsListen = "subscriptions/listen";
    public const string TasksGet = "tasks/get";
    public const string TasksUpdate = "tasks/update";
    public const string TasksCancel = "tasks/cancel";
    public const string TasksResult = "tasks/result";
    public const string TasksList = "tasks/list";

    /// <summary>A method has 1 to this many characters.</summary>
    public const int MaxLength = 128;

    // Mcp-Name: streamable-http of 2026-07-28, "Standard Request Headers". SEP-2663 adds tasks/*, but the TypeScript client
    // 2.4.0 sends none there; as nothing is decided on the header, it is only compared where it is present.
    private static readonly FrozenDictionary<string, MethodFacts> Table = new MethodFacts[]
    {
        new(Initialize, IsLegacyOnly: true),
        new(Ping, IsLegacyOnly: true),
        new(ServerDiscover),
        new(ToolsList),
        new(ToolsCall, NameSource.Name, NeedsNameHeader: true),
        new(ResourcesList),
        new(ResourcesTemplatesList),
        new(ResourcesRead, NameSource.Uri, NeedsNameHeader: true),
        new(ResourcesSubscribe, NameSource.Uri, IsLegacyOnly: true),
        new(ResourcesUnsubscribe, NameSource.Uri, IsLegacyOnly: true),
        new(PromptsList),
        new(PromptsGet, NameSource.Name, NeedsNameHeader: true),
        new(CompletionComplete, NameSource.Ref),
        new(LoggingSetLevel, IsLegacyOnly: true),
        new(SubscriptionsListen, NameSource.Subscriptions),
        new(TasksGet, NameSource.TaskId),
        new(TasksUpdate, NameSource.TaskId),
        new(TasksCancel, NameSource.TaskId),
        new(TasksResult, NameSource.TaskId),
        new(TasksList),
        new("notifications/initialized", IsNotification: true),
        new("notifications/cancelled", IsNotification: true),
        new("notifications/progress", IsNotification: true),
        new("notifications/roots/list_changed", IsNotification: true),
        new("notifications/tasks/status", IsNotification: true),
    }.ToFrozenDictionary(facts => facts.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, MethodFacts>.AlternateLookup<ReadOnlySpan<char>> ByCharacters =
        Table.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every method of the table.</summary>
    public static IEnumerable<MethodFacts> Known => Table.Values;

    /// <summary>What is known of a method, or null; allocates nothing.</summary>
    public static MethodFacts? Find(ReadOnlySpan<byte> method)
    {
        if (method.Length > MaxLength)
            return null;
        Span<char> characters = stackalloc char[MaxLength];
        return Encoding.Latin1.TryGetChars(method, characters, out var count)
            && ByCharacters.TryGetValue(characters[..count], out var facts)
                ? facts
                : null;
    }

    /// <summary>What is known of a method, or null.</summary>
    public static MethodFacts? Find(string method) => Table.GetValueOrDefault(method);
}
