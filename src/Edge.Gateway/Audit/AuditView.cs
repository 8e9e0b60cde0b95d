using System.Globalization;
using System.Text.Json;

namespace Edge.Gateway.Audit;

/// <summary>A record as people look at it. Its MAC is not checked.</summary>
internal sealed record AuditView
{
    /// <summary>The time as written.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The number in the chain.</summary>
    public required long Seq { get; init; }

    /// <summary>Who called.</summary>
    public required string Grant { get; init; }

    /// <summary>The method, with the tool of a call.</summary>
    public required string Target { get; init; }

    /// <summary>The tool; null in other messages.</summary>
    public required string? Tool { get; init; }

    /// <summary>What was decided.</summary>
    public required string Decision { get; init; }

    /// <summary>Why, or what became of it.</summary>
    public required string Detail { get; init; }

    /// <summary>Reads a line; null when it is no record.</summary>
    public static AuditView? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var record = document.RootElement;
            if (record.GetProperty("kind").GetString() == "admin")
                return Act(record);
            var tool = record.GetProperty("tool").GetString();
            var method = record.GetProperty("method").GetString();
            return new AuditView
            {
                Time = record.GetProperty("time").GetDateTimeOffset(),
                Seq = record.GetProperty("seq").GetInt64(),
                Grant = record.GetProperty("grant").GetString() ?? "",
                Tool = tool,
                Target = tool is null ? method ?? "" : $"{method} {tool}",
                Decision = record.GetProperty("decision").GetString() ?? "",
                Detail = record.GetProperty("kind")
                    .GetString() switch
                { "decision" => Reason(record), "approval" => Answer(record), _ => Outcome(record) },
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Show and tail are for looking; to judge a line is verify's.
            return null;
        }
    }

    private static AuditView Act(JsonElement record)
    {
        var (from, to) = (record.GetProperty("from").GetString(), record.GetProperty("to").GetString());
        var revisions = from is null && to is null ? "" : $"from {Short(from)} to {Short(to)}";
        var by = record.GetProperty("by").GetString();
        var who = by is null ? "by a change of the file" : $"by '{by}'";
        var reason = record.GetProperty("reason").GetString();
        return new AuditView
        {
            Time = record.GetProperty("time").GetDateTimeOffset(),
            Seq = record.GetProperty("seq").GetInt64(),
            Grant = "",
            Tool = null,
            Target = $"{record.GetProperty("action").GetString()} {record.GetProperty("target").GetString()}",
            Decision = "admin",
            Detail = $"{who} {revisions}".TrimEnd() + (reason is null ? "" : $": {reason}"),
        };
    }

    private static string Short(string? revision) => revision is null ? "nothing" : revision.Length > 12 ? revision[..12] : revision;

    private static string Reason(JsonElement record)
    {
        var shadow = record.GetProperty("mode").GetString() == "shadow" ? " (shadow)" : "";
        return $"{record.GetProperty("reason").GetString()}{shadow} {record.GetProperty("rule").GetString()}".TrimEnd();
    }

    private static string Answer(JsonElement record)
    {
        var reason = record.GetProperty("reason").GetString();
        return $"by '{record.GetProperty("by").GetString()}', "
            + $"approval {record.GetProperty("approval").GetProperty("id").GetString()}{(reason is null ? "" : $": {reason}")}";
    }

    private static string Outcome(JsonElement record)
    {
        var error = record.GetProperty("toolError").ValueKind switch
        {
            JsonValueKind.True => ", tool error",
            JsonValueKind.Null => ", answer not seen whole",
            _ => ""
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"  status {record.GetProperty("status").GetInt32()}{error}, {record.GetProperty("durationMs").GetDecimal():0.0} "
                + $"ms, {record.GetProperty("bytes").GetInt64()} bytes");
    }
}
