using System.Text.Json;

namespace Edge.EndToEnd.Faults;

/// <summary>One decision as it is recorded, and the status of its answer; null while it has none.</summary>
internal sealed record AuditedCall(string? Tool, int? Number, string Decision, string Reason, string Revision, DateTimeOffset Time,
    int? Status)
{
    public static AuditedCall Of(JsonElement record) => new(
        record.GetProperty("tool").GetString(),
        record.TryGetProperty("argumentValues", out var values) && values.TryGetProperty("args.n", out var number) ? number.GetInt32()
            : null,
        record.GetProperty("decision").GetString()!,
        record.GetProperty("reason").GetString()!,
        record.GetProperty("revision").GetString()!,
        record.GetProperty("time").GetDateTimeOffset(),
        null);
}
