using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement.Denials;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Results;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>Judges the messages that one exchange brings by what its policy says of results (docs/results.md). Not thread-safe.</summary>
/// <remarks>
/// (1) which call a message answers, if any; (2) what its answer may hold; (3) lists lose the schemas of results that may be edited; (4)
/// the message is judged, and what was found is kept with the exchange; (5) a withheld answer is answered in the call's name, anything else
/// is dropped.
/// </remarks>
internal sealed class MessageResults : IMessageJudge
{
    private const string Forgotten = "the call that this answers is not known any more";
    private const string TooLarge = "the server's answer is larger than can be searched";
    private const string NotJson = "the server's answer is no JSON, and cannot be searched";

    private readonly CallContext _exchange;
    private readonly ServerAnswer _answer;
    private readonly RememberedCalls _remembered;
    private readonly RememberedCall _asked;
    private readonly ResultRules? _own;

    /// <summary>Judges for an exchange whose server answers.</summary>
    public MessageResults(CallContext exchange, ServerAnswer answer, RememberedCalls remembered, int maxHeldBytes)
    {
        (_exchange, _answer, _remembered, MaxHeldBytes) = (exchange, answer, remembered, maxHeldBytes);
        var policy = exchange.Snapshot.Policy;
        _asked = exchange.Message is { Kind: MessageKind.Request } message
            ? RememberedCall.Of(policy, message) : new(policy.Results.ForOther, ResultKind.Other, false);
        var own = _own = _asked.Rules;
        JudgesBodies = own is not null || exchange.Message is null or { Method: Methods.ToolsList };
        EnforcesOwn = own is { Enforces: true };
        Enforces = EnforcesOwn || ((exchange.Message is null || exchange.SessionId is not null)
            && policy.Results.ForUnknown is { Enforces: true });
    }

    /// <summary>Whether the policy says anything of the answer that this exchange waits for, or of schemas in it.</summary>
    public bool JudgesBodies { get; }

    /// <summary>Whether that is enforced.</summary>
    public bool EnforcesOwn { get; }

    /// <inheritdoc />
    public bool Enforces { get; }

    /// <inheritdoc />
    public int MaxHeldBytes { get; }

    /// <inheritdoc />
    public ReadOnlyMemory<byte>? Judge(ReadOnlySpan<byte> message)
    {
        // 1, 2
        var shape = MessageShape.Of(message);
        var (rules, kind, isToolCall) = RulesFor(shape);

        // 3
        var shown = shape.IsResponse && MayBeList ? OutputSchemas.Without(message, IsEdited) : null;
        var edited = shown is null ? null : (ReadOnlyMemory<byte>?)shown;
        if (rules is null)
            return edited;
        if (kind == ResultKind.Other && shape.IsResponse && rules.NeedsCall && rules == _exchange.Snapshot.Policy.Results.ForUnknown)
            return Withheld(new Withholding(WithheldCause.Unreadable, "", Forgotten), shape.Id, isToolCall);

        // 4
        var verdict = ResultJudge.Judge(shown ?? message, rules, kind);
        _answer.Found(verdict.Findings);
        if (!rules.Enforces)
            return edited;

        // 5
        if (verdict.Withheld is { } withheld)
            return Withheld(withheld, shape.IsResponse ? shape.Id : default, isToolCall);
        return verdict.Edited is { } other ? other : edited;
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Unheld() => Refuse(WithheldCause.TooLarge, TooLarge);

    /// <summary>An answer is no JSON: says what goes on in its place; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Unreadable() => Refuse(WithheldCause.Unreadable, NotJson);

    private bool MayBeList => _exchange.Message is null or { Method: Methods.ToolsList };

    private bool IsEdited(string tool) =>
        _exchange.Snapshot.Policy.ResultsFor(Methods.ToolsCall, tool) is { MayEdit: true };

    // A request waits for its own answer; an id of another call of the session belongs to that one. Servers may repeat an answer elsewhere.
    private (ResultRules? Rules, ResultKind Kind, bool IsToolCall) RulesFor(in MessageShape shape)
    {
        var results = _exchange.Snapshot.Policy.Results;
        if (!shape.IsResponse)
            return (_exchange.Message is null ? results.ForOther : _own, ResultKind.Other, false);
        if (_exchange.AnswerId is { IsPresent: true } own && (!shape.Id.IsPresent || shape.Id.Raw.Span.SequenceEqual(own.Raw.Span)))
            return (_own, _asked.Kind, _asked.IsToolCall);
        if (_exchange.SessionId is { } session && shape.Id.IsPresent
            && _remembered.Find(_exchange.Route.Server, session, shape.Id.Raw.Span) is { } call)
            return (call.Rules, call.Kind, call.IsToolCall);
        // Some clients take the answer of a request whatever its id is.
        return _exchange.AnswerId.IsPresent ? (_own, _asked.Kind, _asked.IsToolCall) : (results.ForUnknown, ResultKind.Other, true);
    }

    private ReadOnlyMemory<byte> Refuse(WithheldCause cause, string message) =>
        Withheld(new Withholding(cause, "", message), _exchange.AnswerId, _asked.IsToolCall);

    private ReadOnlyMemory<byte> Withheld(Withholding withheld, JsonRpcId id, bool isToolCall)
    {
        _answer.Withheld();
        if (!id.IsPresent)
            return default;
        var policy = _exchange.Snapshot.Policy;
        var decision = new Decision
        {
            Outcome = DecisionOutcome.Deny,
            Reason = withheld.Cause switch
            {
                WithheldCause.Denied => DecisionReason.ResultDenied,
                WithheldCause.TooLarge => DecisionReason.ResultTooLarge,
                WithheldCause.Unreadable => DecisionReason.ResultUnreadable,
                _ => throw new ArgumentOutOfRangeException(nameof(withheld), withheld, "A new cause needs a reason."),
            },
            Rule = withheld.Rule,
            Mode = PolicyMode.Enforce,
            Message = withheld.Message,
        };
        var denial = new Denial(decision, _exchange.DecisionId, policy.Name, policy.ShortRevision, null, null);
        return isToolCall ? DenialBody.ToolError(denial, id) : DenialBody.RpcError(denial, DenialWire.For(decision.Reason).RequestCode, id);
    }
}
