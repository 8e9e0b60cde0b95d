using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Edge.Mcp;
using Edge.Policy.Calls;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>Writes the JSON of a denial: a tool result, or a JSON-RPC error.</summary>
internal static class DenialBody
{
    /// <summary>The member of <c>_meta</c> and of an error's <c>data</c> that carries the decision.</summary>
    public const string DecisionKey = "edge.policy/decision";

    /// <summary>
    /// A tool result that the model can read (wire.md, "Denials"). <c>resultType</c> is required from 2026-07-28 on and accepted before.
    /// </summary>
    public static ReadOnlyMemory<byte> ToolError(in Denial denial, JsonRpcId id)
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        using var json = new Utf8JsonWriter(buffer, RpcErrorWriter.Plain);
        RpcErrorWriter.WriteHead(json, id);
        json.WriteStartObject("result"u8);
        json.WriteString("resultType"u8, "complete"u8);
        json.WriteBoolean("isError"u8, true);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, denial.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("_meta"u8);
        WriteDecision(json, denial);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>A JSON-RPC error with the decision as its data; without an id for what has none.</summary>
    public static ReadOnlyMemory<byte> RpcError(Denial denial, int code, JsonRpcId id)
    {
        var buffer = new ArrayBufferWriter<byte>(768);
        RpcErrorWriter.Write(buffer, id, code, denial.Text, json => WriteDecision(json, denial));
        return buffer.WrittenMemory;
    }

    /// <summary>Writes the member that carries the decision.</summary>
    public static void WriteDecision(Utf8JsonWriter json, in Denial denial)
    {
        json.WriteStartObject(DecisionKey);
        json.WriteString("decision"u8, denial.Decision.Outcome == DecisionOutcome.ApprovalRequired ? "approval_required"u8 : "deny"u8);
        json.WriteString("reason"u8, denial.Decision.Reason.ToSlug());
        json.WriteString("rule"u8, denial.Decision.Rule);
        json.WriteString("policy"u8, denial.Policy);
        json.WriteString("revision"u8, denial.Revision);
        json.WriteString("decisionId"u8, denial.DecisionId);
        if (denial.RetryAfterSeconds is { } seconds)
            json.WriteNumber("retryAfterSeconds"u8, seconds);
        if (denial.Refusal is { } refusal)
        {
            json.WriteNumber("limit"u8, refusal.Max);
            json.WriteNumber("remaining"u8, refusal.Remaining);
            if (refusal.ResetAt is { } reset)
                json.WriteString("resetAt"u8, Time(reset));
        }

        if (denial.Approval is { } asked && denial.Decision.Reason is DecisionReason.ApprovalRequired or DecisionReason.ApprovalDenied
            or DecisionReason.ApprovalExpired)
        {
            json.WriteStartObject("approval"u8);
            json.WriteString("id"u8, asked.Approval.Id);
            if (asked.Url is not null)
                json.WriteString("url"u8, asked.Url);
            json.WriteString("expiresAt"u8, Time(asked.Approval.ExpiresAt));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
