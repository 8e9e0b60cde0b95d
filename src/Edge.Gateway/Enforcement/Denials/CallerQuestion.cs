using System.Buffers;
using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement.Reading;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>
/// Asks, through the caller's client, its person to open the address of an approval: an <c>input_required</c> result with a URL elicitation
/// (2026-07-28, "Multi Round-Trip Requests" and "Elicitation"). What the client says of it approves nothing: whoever follows the address
/// signs in.
/// </summary>
internal static class CallerQuestion
{
    private const int MaxCapabilityBytes = 64 * 1024;

    /// <summary>
    /// Whether a call that waits can be answered so: its client declares URL elicitation, it does not come back from the very question, and
    /// what has to be carried along is short.
    /// </summary>
    /// <param name="exchange">The call.</param>
    /// <param name="asks">The decision, which asks for a person.</param>
    /// <param name="approval">The approval that was asked for.</param>
    public static bool CanBeAsked(CallContext exchange, Decision asks, CallApproval approval) =>
        approval.Approval.State == ApprovalState.Pending
        && exchange is { IsModern: true, Message: { } message, Body: { } body }
        && exchange.Returned?.Rule != asks.Rule
        && message.RequestState.Length + message.InputResponses.Length <= ApprovalSeal.MaxCarriedBytes
        && DeclaresUrls(message, body.Bytes);

    /// <summary>Writes the answer.</summary>
    public static Task WriteAsync(CallContext exchange, ApprovalSeal seal)
    {
        var (asked, message, bytes) = (exchange.Approval!, exchange.Message!, exchange.Body!.Bytes);
        var denial = Denial.Of(exchange, exchange.Decision!);
        var state = seal.Close(new SealedCall
        {
            Grant = exchange.Caller.GrantId,
            Server = exchange.Route.Server,
            Digest = asked.Approval.Binding.Digest,
            Rule = asked.Approval.Binding.Rule,
            ExpiresAt = asked.Approval.ExpiresAt,
            ServerState = Bytes(message.RequestState, bytes),
            ServerResponses = Bytes(message.InputResponses, bytes),
        });
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, RpcErrorWriter.Plain);
        RpcErrorWriter.WriteHead(json, exchange.AnswerId);
        json.WriteStartObject("result"u8);
        json.WriteString("resultType"u8, "input_required"u8);
        json.WriteStartObject("inputRequests"u8);
        json.WriteStartObject(ParamsEdit.Question);
        json.WriteString("method"u8, "elicitation/create"u8);
        json.WriteStartObject("params"u8);
        json.WriteString("mode"u8, "url"u8);
        json.WriteString("message"u8, $"A person has to approve this call of {message.ToolName}: {denial.Decision.Message}");
        json.WriteString("url"u8, asked.Url);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("requestState"u8, state);
        json.WriteStartObject("_meta"u8);
        DenialBody.WriteDecision(json, denial);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return DenialAnswer.WriteAsync(exchange, StatusCodes.Status200OK, buffer.WrittenMemory, OutcomeKind.Result, null);
    }

    // 'url' has to be named: without modes a client knows forms only (2026-07-28, "Elicitation", Capabilities).
    private static bool DeclaresUrls(Message message, in ReadOnlySequence<byte> body)
    {
        var mark = message.ClientCapabilities;
        if (!mark.IsObject || mark.Length > MaxCapabilityBytes)
            return false;
        using var json = JsonDocument.Parse(mark.In(body));
        return json.RootElement.TryGetProperty("elicitation"u8, out var elicitation) && elicitation.ValueKind == JsonValueKind.Object
            && elicitation.TryGetProperty("url"u8, out var url) && url.ValueKind == JsonValueKind.Object;
    }

    private static byte[] Bytes(ValueMark mark, in ReadOnlySequence<byte> body) => mark.IsPresent ? mark.In(body).ToArray() : [];
}
