using System.Globalization;
using Edge.Mcp;
using Edge.Policy.Stores;

namespace Edge.Gateway;

/// <summary>Writes options as the settings they stand for, so that one reader knows every bound and every message. Pure.</summary>
internal static class OptionKeys
{
    /// <summary>The section that they are written to.</summary>
    public const string Section = "Edge";

    /// <summary>The settings.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Of(EdgeOptions options) =>
        All(options).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create($"{Section}:{pair.Key}", pair.Value));

    private static IEnumerable<(string Key, string? Value)> All(EdgeOptions options) =>
    [
        .. options.Policies.Select(policy => ($"Policies:{policy.Key}", (string?)policy.Value)),
        .. List("AllowedHosts", options.AllowedHosts),
        ("PublicUrl", options.PublicUrl?.OriginalString),
        ("KeyFile", options.KeyFile),
        ("Store:FailureMode", options.FailureMode == FailureMode.Open ? "open" : "closed"),
        .. Wire(options.Wire),
        ("Flood:RequestsPerSecond", Text(options.Flood.RequestsPerSecond)),
        ("Flood:Burst", options.Flood.Burst is { } burst ? Text(burst) : null),
        ("Grants:File", options.Grants.File),
        ("Grants:SecretsDirectory", options.Grants.SecretsDirectory),
        .. options.Servers.SelectMany(server => Server(server.Key, server.Value)),
        .. List("Approvals:Mask", options.Approvals.Mask),
        ("Approvals:Webhook:Url", options.Approvals.WebhookUrl?.OriginalString),
        ("Approvals:Webhook:Secret", options.Approvals.WebhookSecret),
        ("Approvals:Webhook:Timeout", Text(options.Approvals.WebhookTimeout)),
        .. Audit(options.Audit),
        .. options.Others.Select(other => (other.Key, (string?)other.Value)),
    ];

    private static IEnumerable<(string Key, string? Value)> Wire(EdgeWireOptions wire) =>
    [
        ("Wire:DenyStyle", wire.DenyStyle switch
        {
            DenyStyle.ToolError => "tool_error",
            DenyStyle.RpcError => "rpc_error",
            DenyStyle.UnknownTool => "unknown_tool",
            DenyStyle.Http => "http",
            _ => wire.DenyStyle.ToString(),
        }),
        ("Wire:MaxRequestBytes", Text(wire.MaxRequestBytes)),
        ("Wire:MaxBufferedBytes", Text(wire.MaxBufferedBytes)),
        ("Wire:BodyTimeout", Text(wire.BodyTimeout)),
        ("Wire:CallTimeout", Text(wire.CallTimeout)),
        .. List("Wire:AllowedOrigins", wire.AllowedOrigins),
        .. List("Wire:Revisions", wire.Revisions),
    ];

    private static IEnumerable<(string Key, string? Value)> Server(string name, EdgeServerOptions server) =>
        [($"Servers:{name}:Credential:Header", server.Header), ($"Servers:{name}:Credential:Value", server.Value)];

    private static IEnumerable<(string Key, string? Value)> Audit(EdgeAuditOptions audit) =>
    [
        ("Audit:Path", audit.Path),
        ("Audit:OnFailure", audit.DropOnFailure ? "drop" : "deny"),
        ("Audit:Durable", audit.Durable ? "true" : "false"),
        .. List("Audit:Record", audit.Record),
        ("Audit:QueueSize", Text(audit.QueueSize)),
        ("Audit:MaxFileBytes", Text(audit.MaxFileBytes)),
        ("Audit:KeepFiles", Text(audit.KeepFiles)),
        ("Audit:KeepDays", Text(audit.KeepDays)),
    ];

    private static IEnumerable<(string Key, string? Value)> List(string key, IList<string> values) =>
        values.Select((value, index) => (string.Create(CultureInfo.InvariantCulture, $"{key}:{index}"), (string?)value));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
