using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Edge.Gateway.Approvals;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Mcp;
using Edge.Mcp.Responses;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Results;
using Edge.Policy.Stores;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Audit;

/// <summary>
/// Writes the members of audit records (telemetry.md, "Audit record"): which, in which order, and nothing else. Thread-safe.
/// </summary>
/// <remarks>
/// Of the caller's own text only names are written: the method, the tool, the names of arguments. Tokens are not within reach here.
/// </remarks>
internal sealed class AuditFormatter(AuditSettings settings, EdgeKeys keys, IdentityHash identity, TimeProvider clock)
{
    private static ReadOnlySpan<byte> TimeName => "\"time\":"u8;

    private readonly DefaultObjectPool<AuditScratch> _scratch =
        new(new AuditScratch.Pooling(keys.Signing(KeyPurpose.Audit)), maximumRetained: 64);

    /// <summary>The record of what was decided.</summary>
    public AuditEntry Decision(in DecidedCall call, TaskCompletionSource<bool>? committed)
    {
        var scratch = _scratch.Get();
        var members = scratch.Members;
        var (started, decision) = (call.Call, call.Decision);
        var policy = started.Snapshot.Policy;
        var arguments = started.Message?.Arguments ?? default;
        WriteCall(members, started, call.DecisionId, call.TraceId);
        WriteAddress(members, started.Context.Connection.RemoteIpAddress);
        WriteSession(members, started.SessionId);
        WriteMessage(members, started);

        WriteArgumentKeys(members, scratch.Outline, arguments);
        WriteArgumentsMac(members, scratch.Mac, arguments);
        if (settings.Record.Count > 0)
            WriteArgumentValues(members, arguments);

        members.Text(",\"policy\":"u8, policy.Name);
        members.Text(",\"revision\":"u8, policy.Revision);
        members.Text(",\"rule\":"u8, decision.Rule);
        members.Text(",\"reason\":"u8, decision.Reason.ToSlug());
        WriteVerdict(members, decision);
        WriteLimits(members, call.Lease);
        if (call.Approval is { } approval)
            WriteApproval(members, approval);
        return Take(scratch, AuditEntryKind.Decision, committed);
    }

    /// <summary>The record of what became of it.</summary>
    public AuditEntry Outcome(in EndedCall call)
    {
        var scratch = _scratch.Get();
        var members = scratch.Members;
        var started = call.Call;
        var response = started.Context.Response;
        WriteCall(members, started, call.DecisionId, call.TraceId);
        WriteMessage(members, started);
        WriteVerdict(members, call.Decision!);
        members.Number(",\"status\":"u8, CallerLeft(call) ? StatusCodes.Status499ClientClosedRequest : response.StatusCode);
        members.Raw(ToolError(call) switch
        {
            true => ",\"toolError\":true"u8,
            false => ",\"toolError\":false"u8,
            null => ",\"toolError\":null"u8,
        });
        members.Number(",\"durationMs\":"u8, Math.Round((decimal)call.SinceDecided.Ticks / TimeSpan.TicksPerMillisecond, 3));
        members.Number(",\"bytes\":"u8, call.Outcome?.Bytes ?? response.ContentLength ?? 0);
        WriteFindings(members, call.Findings);
        return Take(scratch, AuditEntryKind.Outcome, null);
    }

    /// <summary>The record of what a person answered.</summary>
    public AuditEntry Answer(Approval approval)
    {
        var scratch = _scratch.Get();
        var members = scratch.Members;
        var binding = approval.Binding;
        members.Time(TimeName, clock.GetUtcNow());
        members.Text(",\"server\":"u8, binding.Server);
        members.Text(",\"grant\":"u8, binding.Grant);
        members.Text(",\"method\":"u8, Methods.ToolsCall);
        members.Text(",\"tool\":"u8, binding.Tool);
        members.Text(",\"policy\":"u8, binding.Policy);
        members.Text(",\"revision\":"u8, approval.Revision);
        members.Text(",\"rule\":"u8, binding.Rule);
        members.Text(",\"digest\":"u8, binding.Digest);
        members.Text(",\"decision\":"u8, approval.State == ApprovalState.Denied ? ApprovalOutcome.Denied.ToSlug()
            : ApprovalOutcome.Approved.ToSlug());
        members.Text(",\"by\":"u8, approval.AnsweredBy);
        members.Text(",\"reason\":"u8, approval.Reason);
        members.Text(",\"scope\":"u8, approval.Scope.ToSlug());
        if (approval.CallsLeft is { } calls)
            members.Number(",\"calls\":"u8, calls);
        else
            members.Raw(",\"calls\":null"u8);
        members.Time(",\"expiresAt\":"u8, approval.ExpiresAt);
        WriteApproval(members, approval);
        return Take(scratch, AuditEntryKind.Approval, null);
    }

    /// <summary>The record of what was done to what rules calls.</summary>
    public AuditEntry Admin(AdminAct act)
    {
        var scratch = _scratch.Get();
        var members = scratch.Members;
        members.Time(TimeName, clock.GetUtcNow());
        members.Text(",\"action\":"u8, act.Action.ToSlug());
        members.Text(",\"by\":"u8, act.By);
        members.Text(",\"target\":"u8, act.Target);
        members.Text(",\"from\":"u8, act.From);
        members.Text(",\"to\":"u8, act.To);
        var reason = act.Reason is { Length: > RecordedValues.MaxLength } full ? full[..RecordedValues.MaxLength] : act.Reason;
        members.Text(",\"reason\":"u8, reason);
        return Take(scratch, AuditEntryKind.Admin, null);
    }

    private AuditEntry Take(AuditScratch scratch, AuditEntryKind kind, TaskCompletionSource<bool>? committed)
    {
        var entry = scratch.Take(kind, committed);
        _scratch.Return(scratch);
        return entry;
    }

    private void WriteCall(RecordWriter members, in StartedCall call, string decisionId, ActivityTraceId trace)
    {
        members.Time(TimeName, clock.GetUtcNow());
        members.Text(",\"decisionId\":"u8, decisionId);
        members.Text(",\"traceId\":"u8, trace == default ? null : trace.ToHexString());
        members.Text(",\"server\":"u8, call.Server);
        members.Text(",\"grant\":"u8, call.Caller.GrantId);
    }

    private static void WriteApproval(RecordWriter members, Approval approval)
    {
        members.Text(",\"approval\":{\"id\":"u8, approval.Id);
        members.Text(",\"by\":"u8, approval.AnsweredBy);
        members.Raw("}"u8);
    }

    private static void WriteMessage(RecordWriter members, in StartedCall call)
    {
        members.Text(",\"method\":"u8, call.Method);
        members.Text(",\"tool\":"u8, call.Message?.ToolName);
    }

    private static void WriteVerdict(RecordWriter members, Decision decision)
    {
        members.Text(",\"decision\":"u8, decision.Outcome.ToSlug());
        members.Text(",\"mode\":"u8, decision.Mode.ToSlug());
    }

    private static void WriteAddress(RecordWriter members, IPAddress? address)
    {
        Span<char> text = stackalloc char[64];
        members.Raw(",\"address\":"u8);
        if (address is not null && address.TryFormat(text, out var length))
            members.Text(text[..length]);
        else
            members.Raw("null"u8);
    }

    private void WriteSession(RecordWriter members, string? session)
    {
        if (session is null)
        {
            members.Raw(",\"session\":null"u8);
            return;
        }

        Span<byte> name = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(name, identity.Of(session));
        members.Hex(",\"session\":"u8, name);
    }

    private static void WriteArgumentKeys(RecordWriter members, ArgumentOutline outline, in ReadOnlySequence<byte> arguments)
    {
        outline.Read(arguments);
        members.Raw(",\"argumentKeys\":["u8);
        for (var i = 0; i < outline.Count; i++)
        {
            if (i > 0)
                members.Raw(","u8);
            members.Text(outline[i]);
        }

        members.Raw("]"u8);
    }

    private static void WriteArgumentsMac(RecordWriter members, IncrementalHash hash, in ReadOnlySequence<byte> arguments)
    {
        if (arguments.IsEmpty)
        {
            members.Raw(",\"argumentsMac\":null"u8);
            return;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var piece in arguments)
            hash.AppendData(piece.Span);
        hash.GetHashAndReset(mac);
        members.Hex(",\"argumentsMac\":"u8, mac);
    }

    private void WriteArgumentValues(RecordWriter members, in ReadOnlySequence<byte> arguments)
    {
        members.Raw(",\"argumentValues\":"u8);
        var json = members.Json;
        json.WriteStartObject();
        RecordedValues.Write(json, settings.Record, arguments);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteLimits(RecordWriter members, CallLease? lease)
    {
        members.Raw(",\"limits\":["u8);
        var first = true;
        foreach (ref readonly var status in lease is null ? [] : lease.Statuses)
        {
            members.Text(first ? "{\"counter\":"u8 : ",{\"counter\":"u8, status.Limit.Counter);
            members.Text(",\"rule\":"u8, status.Limit.Rule);
            members.Number(",\"max\":"u8, status.Limit.Capacity);
            members.Number(",\"remaining\":"u8, status.Remaining);
            members.Text(",\"mode\":"u8, (status.Limit.Shadow ? PolicyMode.Shadow : PolicyMode.Enforce).ToSlug());
            members.Raw("}"u8);
            first = false;
        }

        members.Raw("]"u8);
    }

    // Nothing of what was found: only where, what for and how often.
    private static void WriteFindings(RecordWriter members, IReadOnlyList<ResultFinding> findings)
    {
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            members.Text(i == 0 ? ",\"findings\":[{\"detector\":"u8 : ",{\"detector\":"u8, finding.Detector);
            members.Text(",\"action\":"u8, finding.Action.ToSlug());
            members.Number(",\"count\":"u8, (long)finding.Count);
            members.Text(",\"rule\":"u8, finding.Rule);
            members.Text(",\"mode\":"u8, finding.Mode.ToSlug());
            members.Raw(i == findings.Count - 1 ? "}]"u8 : "}"u8);
        }
    }

    // A denial of a tool is a tool's error, whatever its form on the wire. What was not seen to its end is neither error nor none.
    private static bool? ToolError(in EndedCall call) => call switch
    {
        { Decision.Forwards: false, Call.Context.Response.StatusCode: < StatusCodes.Status500InternalServerError } =>
            call.Call.Message is { Method: Methods.ToolsCall },
        { Outcome: { Completed: true, Kind: not OutcomeKind.Unknown } outcome } => outcome.Kind == OutcomeKind.ToolError,
        _ => null,
    };

    // Behind an answer that came to its end a caller may leave at once; and where the server breaks off, YARP breaks off with the caller.
    private static bool CallerLeft(in EndedCall call) =>
        call is { Decision.Forwards: true, Outcome: not { Completed: true } } && call.Call.Context.RequestAborted.IsCancellationRequested
        && call.Call.Context.Features.Get<IForwarderErrorFeature>() is not { Error: ForwarderError.ResponseBodyDestination };
}
