using System.Buffers;
using System.Text;
using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;

namespace Edge.Gateway.Enforcement.Reading;

/// <summary>
/// Takes back what callers carry for Edge (2026-07-28, "Multi Round-Trip Requests"). The one exception to "the same bytes": what is left of
/// the message takes its place before anything is decided, so that what is judged is what is sent. Thread-safe.
/// </summary>
/// <remarks>
/// (1) the state is Edge's; (2) it was given to this caller, for this server, and its time is not over; (3) Edge's part is cut out; (4)
/// what is left is read as a message that was never seen; (5) it is the call that was asked about. A state lets nothing pass: it says only
/// what to cut, and the approval is looked for in the store as for any other call.
/// </remarks>
internal sealed class ReturnedCalls(ApprovalSeal seal, SegmentPool pool, MessageParser parser, EdgeKeys keys, TimeProvider clock)
{
    private static readonly Refusal Foreign = Refusal.Params(
        "Call again without requestState: this one was changed, or was not given for this call.");

    private static readonly Refusal Over = Refusal.Params(
        "Call again without requestState: the time of this one is over.");

    private static readonly Refusal Unasked = Refusal.Params(
        $"Send in inputResponses what was asked for with this requestState, which is '{ParamsEdit.Question}' alone.");

    private static readonly Refusal Full = new()
    {
        Reason = RefusalReason.BuffersFull,
        Status = StatusCodes.Status503ServiceUnavailable,
        RpcCode = RpcCodes.InternalError,
        Message = "Try again in a second: too many request bodies are being read at once.",
        RetryAfterSeconds = 1,
        EchoId = true,
    };

    /// <summary>
    /// Puts what is left in the message's place, if it carries a state of Edge's; the refusal where that is not possible.
    /// </summary>
    public Refusal? Take(CallContext exchange, CallScope scope, ref ReadMessage read)
    {
        var message = read.Facts!.Message;
        var body = read.Body!;

        // 1: Edge's
        if (!message.RequestState.TryDecode(body.Bytes, ParserScratch.Current, ApprovalSeal.MaxLength, out var decoded))
            return null;
        var text = Encoding.UTF8.GetString(decoded);
        if (!seal.IsOurs(text))
            return null;

        // 2: for this caller, this server, and now
        if (seal.Open(text) is not { } call || call.Grant != exchange.Caller.GrantId || call.Server != exchange.Route.Server)
            return Foreign;
        if (call.ExpiresAt <= clock.GetUtcNow())
            return Over;

        // 3: cut; what nobody could have approved was not asked about
        if (body.Length > 4 * ApprovalLimits.MaxArgumentBytes)
            return Foreign;
        if (ParamsEdit.WithoutQuestion(body.Bytes.ToArray(), (int)message.Params.Start, (int)message.Params.Length, call,
            out var accepted) is not { } bytes)
            return Unasked;
        var rest = new RequestBody(pool, ClientNetwork.Of(exchange.Context.Connection.RemoteIpAddress));
        scope.Hold(rest);
        read = read with { Body = rest };
        if (!rest.TryReserve(SegmentPool.SizeFor(bytes.Length)) || !rest.TryAppend(bytes))
            return Full;

        // 4: read
        if (parser.Parse(rest.Bytes, message) is { } refusal)
            return refusal;

        // 5: the same call
        if (message.ToolName is not { } tool
            || !CallDigest.Of(keys.Verifying(KeyPurpose.Digest), call.Grant, call.Server, tool, message.Params.In(rest.Bytes))
            .Contains(call.Digest))
            return Foreign;
        read = read with { Returned = new ReturnedCall(call.Rule, accepted) };
        return null;
    }
}
