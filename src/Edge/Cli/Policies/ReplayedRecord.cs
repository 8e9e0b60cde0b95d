using System.Net;
using System.Text.Json;
using Edge.Policy.Testing;

namespace Edge.Cli.Policies;

/// <summary>Hands the records of the audit to a replay (docs/audit.md).</summary>
internal static class ReplayedRecord
{
    /// <summary>Replays a record if it is a decision, or ends its call if it is an outcome; false for what is no record.</summary>
    public static bool TryReplay(ReadOnlySpan<byte> line, PolicyReplay replay, string? policy, DateTimeOffset since)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var record = document.RootElement;
            var time = record.GetProperty("time").GetDateTimeOffset();
            switch (record.GetProperty("kind").GetString())
            {
                case "decision" when policy is null || record.GetProperty("policy").ValueEquals(policy):
                    replay.Decide(Read(record, time), time >= since);
                    break;
                case "outcome":
                    replay.End(record.GetProperty("decisionId").GetString() ?? "", time);
                    break;
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static RecordedDecision Read(JsonElement record, DateTimeOffset time) => new()
    {
        Time = time,
        DecisionId = Text(record, "decisionId") ?? "",
        Grant = Text(record, "grant") ?? "",
        Method = Text(record, "method") ?? "",
        Tool = Text(record, "tool"),
        Session = Text(record, "session"),
        Address = IPAddress.TryParse(Text(record, "address"), out var address) ? address : null,
        HasArguments = record.GetProperty("argumentsMac").ValueKind != JsonValueKind.Null,
        HasApproval = record.TryGetProperty("approval", out var approval) && approval.ValueKind == JsonValueKind.Object,
        Decision = Text(record, "decision") ?? "",
        Reason = Text(record, "reason") ?? "",
    };

    private static string? Text(JsonElement record, string name) => record.GetProperty(name).GetString();
}
