using Edge.Mcp;
using Edge.Policy.Calls;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>How one reason is spoken on the wire.</summary>
/// <param name="CallCode">The JSON-RPC error code of a denied <c>tools/call</c> where errors are asked for.</param>
/// <param name="RequestCode">The JSON-RPC error code of any other denied request.</param>
/// <param name="HttpStatus">The status where denials are asked for as HTTP statuses.</param>
/// <param name="HidesTool">Whether the answer may pretend that there is no such tool.</param>
internal readonly record struct DenialWire(int CallCode, int RequestCode, int HttpStatus, bool HidesTool)
{
    // MCP asks for codes of one's own outside -32768..-32000 (2026-07-28, "Error Codes").
    private const int Denied = -31001;
    private const int RateLimited = -31002;
    private const int Approval = -31003;
    private const int StoreUnavailable = -31004;

    /// <summary>The only place where a reason becomes codes and a status.</summary>
    public static DenialWire For(DecisionReason reason) => reason switch
    {
        DecisionReason.Hidden or DecisionReason.NotListed or DecisionReason.Denied =>
            new(Denied, Denied, StatusCodes.Status403Forbidden, true),
        DecisionReason.ConditionFailed or DecisionReason.ConditionMatched or DecisionReason.Unevaluable or DecisionReason.NoPolicy
            or DecisionReason.Frozen
            => new(Denied, Denied, StatusCodes.Status403Forbidden, false),
        DecisionReason.RateLimited => new(RateLimited, RateLimited, StatusCodes.Status429TooManyRequests, false),
        DecisionReason.ApprovalRequired or DecisionReason.ApprovalDenied or DecisionReason.ApprovalExpired
            => new(Approval, Approval, StatusCodes.Status403Forbidden, false),
        DecisionReason.StoreUnavailable => new(StoreUnavailable, StoreUnavailable, StatusCodes.Status403Forbidden, false),
        DecisionReason.MethodNotAllowed => new(RpcCodes.MethodNotFound, RpcCodes.MethodNotFound, StatusCodes.Status403Forbidden, true),
        DecisionReason.ResourceNotAllowed or DecisionReason.PromptNotAllowed =>
            new(RpcCodes.InvalidParams, RpcCodes.InvalidParams, StatusCodes.Status403Forbidden, false),
        DecisionReason.ResultDenied or DecisionReason.ResultTooLarge or DecisionReason.ResultUnreadable =>
            new(Denied, RpcCodes.InternalError, StatusCodes.Status403Forbidden, false),
        DecisionReason.Allowed =>
            throw new ArgumentOutOfRangeException(nameof(reason), reason, "What is allowed is not denied on the wire."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A new reason needs a wire form."),
    };
}
