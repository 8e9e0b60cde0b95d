using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.Approvals;
using Edge.Enforcement;
using Edge.Grants;
using Edge.Keys;
using Edge.Mcp;
using Edge.Mcp.Responses;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Telemetry.Audit;

/// <summary>Writes the members of audit records (telemetry.md, "Audit record"): which, in which order, and nothing else. Thread-safe.</summary>
/// <remarks>Of the caller's own text only names are written: the method, the tool, the names of arguments. Tokens are not within reach here.</remarks>
internal sealed class AuditFormatter(AuditSettings settings, EdgeKeys keys, IdentityHash identity, TimeProvider clock)
{
    private readonly DefaultObjectPool<AuditScratch> _scratch = new(new AuditScratch.Pooling(keys.Signing(KeyPurpose.Audit)), maximumRetained: 64);

    /// <summary>The record of what was decided.</summary>
    public AuditEntry Decision(Exchange exchange, TaskCompletionSource<bool>? committed)
    {
        var scratch = _scratch.Get();
        var json = scratch.Json;
        var decision = exchange.Decision!;
        var policy = exchange.Snapshot.Policy;
        var arguments = exchange.Message?.Arguments ?? default;
        WriteCall(json, exchange);
        WriteAddress(json, exchange.Context.Connection.RemoteIpAddress);
        if (exchange.SessionId is { } session)
            json.WriteString("session"u8, identity.Of(session).ToString("x32", CultureInfo.InvariantCulture));
        else
            json.WriteNull("session"u8);
        WriteMessage(json, exchange);

        scratch.Outline.Read(arguments);
        json.WriteStartArray("argumentKeys"u8);
        for (var i = 0; i < scratch.Outline.Count; i++)
            json.WriteStringValue(scratch.Outline[i]);
        json.WriteEndArray();
        WriteArgumentsMac(json, scratch.Mac, arguments);
        if (settings.Record.Count > 0)
        {
            json.WriteStartObject("argumentValues"u8);
            RecordedValues.Write(json, settings.Record, arguments);
            json.WriteEndObject();
        }

        json.WriteString("policy"u8, policy.Name);
        json.WriteString("revision"u8, policy.Revision);
        json.WriteString("rule"u8, decision.Rule);
        json.WriteString("reason"u8, decision.Reason.ToSlug());
        WriteVerdict(json, decision);
        WriteLimits(json, exchange);
        if (exchange.Approval is { } approval)
            WriteApproval(json, approval.Approval);
        json.WriteEndObject();
        return Take(scratch, AuditEntryKind.Decision, committed);
    }

    /// <summary>The record of what became of it.</summary>
    /// <param name="exchange">The exchange, at its end.</param>
    /// <param name="duration">How long it took from the decision to the end of the answer.</param>
    public AuditEntry Outcome(Exchange exchange, TimeSpan duration)
    {
        var scratch = _scratch.Get();
        var json = scratch.Json;
        var response = exchange.Context.Response;
        WriteCall(json, exchange);
        WriteMessage(json, exchange);
        WriteVerdict(json, exchange.Decision!);
        json.WriteNumber("status"u8, CallerLeft(exchange) ? StatusCodes.Status499ClientClosedRequest : response.StatusCode);
        if (ToolError(exchange) is { } toolError)
            json.WriteBoolean("toolError"u8, toolError);
        else
            json.WriteNull("toolError"u8);
        json.WriteNumber("durationMs"u8, Math.Round((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond, 3));
        json.WriteNumber("bytes"u8, exchange.Outcome?.Bytes ?? response.ContentLength ?? 0);
        json.WriteEndObject();
        return Take(scratch, AuditEntryKind.Outcome, null);
    }

    /// <summary>The record of what a person answered.</summary>
    public AuditEntry Answer(Approval approval)
    {
        var scratch = _scratch.Get();
        var json = scratch.Json;
        var binding = approval.Binding;
        json.WriteStartObject();
        WriteTime(json);
        json.WriteString("server"u8, binding.Server);
        json.WriteString("grant"u8, binding.Grant);
        json.WriteString("method"u8, Methods.ToolsCall);
        json.WriteString("tool"u8, binding.Tool);
        json.WriteString("policy"u8, binding.Policy);
        json.WriteString("revision"u8, approval.Revision);
        json.WriteString("rule"u8, binding.Rule);
        json.WriteString("digest"u8, binding.Digest);
        json.WriteString("decision"u8, approval.State == ApprovalState.Denied ? ApprovalOutcome.Denied.ToSlug() : ApprovalOutcome.Approved.ToSlug());
        json.WriteString("by"u8, approval.AnsweredBy);
        json.WriteString("reason"u8, approval.Reason);
        json.WriteString("scope"u8, approval.Scope.ToSlug());
        if (approval.CallsLeft is { } calls)
            json.WriteNumber("calls"u8, calls);
        else
            json.WriteNull("calls"u8);
        json.WriteString("expiresAt"u8, WholeMilliseconds(approval.ExpiresAt));
        WriteApproval(json, approval);
        json.WriteEndObject();
        return Take(scratch, AuditEntryKind.Approval, null);
    }

    private AuditEntry Take(AuditScratch scratch, AuditEntryKind kind, TaskCompletionSource<bool>? committed)
    {
        var entry = scratch.Take(kind, committed);
        _scratch.Return(scratch);
        return entry;
    }

    private void WriteCall(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartObject();
        WriteTime(json);
        json.WriteString("decisionId"u8, exchange.DecisionId);
        json.WriteString("traceId"u8, (exchange.Span ?? Activity.Current)?.TraceId.ToHexString());
        json.WriteString("server"u8, exchange.Route.Server);
        json.WriteString("grant"u8, exchange.Caller.GrantId);
    }

    private void WriteTime(Utf8JsonWriter json) => json.WriteString("time"u8, WholeMilliseconds(clock.GetUtcNow()));

    private static DateTime WholeMilliseconds(DateTimeOffset time) =>
        time.UtcDateTime.AddTicks(-(time.UtcDateTime.Ticks % TimeSpan.TicksPerMillisecond));

    private static void WriteApproval(Utf8JsonWriter json, Approval approval)
    {
        json.WriteStartObject("approval"u8);
        json.WriteString("id"u8, approval.Id);
        json.WriteString("by"u8, approval.AnsweredBy);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteString("method"u8, exchange.Message?.Method ?? exchange.Context.Request.Method);
        json.WriteString("tool"u8, exchange.Message?.ToolName);
    }

    private static void WriteVerdict(Utf8JsonWriter json, Decision decision)
    {
        json.WriteString("decision"u8, decision.Outcome.ToSlug());
        json.WriteString("mode"u8, decision.Mode.ToSlug());
    }

    private static void WriteAddress(Utf8JsonWriter json, IPAddress? address)
    {
        Span<byte> text = stackalloc byte[64];
        if (address is not null && address.TryFormat(text, out var length))
            json.WriteString("address"u8, text[..length]);
        else
            json.WriteNull("address"u8);
    }

    private static void WriteArgumentsMac(Utf8JsonWriter json, IncrementalHash hash, in ReadOnlySequence<byte> arguments)
    {
        if (arguments.IsEmpty)
        {
            json.WriteNull("argumentsMac"u8);
            return;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var piece in arguments)
            hash.AppendData(piece.Span);
        hash.GetHashAndReset(mac);
        Span<char> digits = stackalloc char[AuditLine.MacDigits];
        Convert.TryToHexStringLower(mac, digits, out _);
        json.WriteString("argumentsMac"u8, digits);
    }

    private static void WriteLimits(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartArray("limits"u8);
        foreach (ref readonly var status in exchange.Lease is { } lease ? lease.Statuses : [])
        {
            json.WriteStartObject();
            json.WriteString("counter"u8, status.Limit.Counter);
            json.WriteString("rule"u8, status.Limit.Rule);
            json.WriteNumber("max"u8, status.Limit.Capacity);
            json.WriteNumber("remaining"u8, status.Remaining);
            json.WriteString("mode"u8, (status.Limit.Shadow ? PolicyMode.Shadow : PolicyMode.Enforce).ToSlug());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A denial of a tool is a tool's error, whatever its form on the wire. What was not seen to its end is neither error nor none.
    private static bool? ToolError(Exchange exchange) => exchange switch
    {
        { Decision.Forwards: false, Context.Response.StatusCode: < StatusCodes.Status500InternalServerError } => exchange.Message is { Method: Methods.ToolsCall },
        { Outcome: { Completed: true, Kind: not OutcomeKind.Unknown } outcome } => outcome.Kind == OutcomeKind.ToolError,
        _ => null,
    };

    // Behind an answer that came to its end a caller may leave at once; and where the server breaks off, YARP breaks off with the caller.
    private static bool CallerLeft(Exchange exchange) =>
        exchange is { Decision.Forwards: true, Outcome: not { Completed: true } } && exchange.Context.RequestAborted.IsCancellationRequested
        && exchange.Context.Features.Get<IForwarderErrorFeature>() is not { Error: ForwarderError.ResponseBodyDestination };
}
