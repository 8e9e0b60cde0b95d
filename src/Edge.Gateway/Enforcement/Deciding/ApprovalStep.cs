using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Stores;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>Decides on calls for which the policy wants a person. Thread-safe.</summary>
/// <remarks>
/// (1) what can be shown to a person; (2) the approval that speaks for the call, or a new one; (3) what it says; (4) with a yes, the
/// limits, all or none; (5) the yes is used: another call may have been faster, then the limits are given back and the store is asked
/// again. No failure of the store lets a call pass here, whatever <c>FailureMode</c> says. What the store is asked to change is waited for
/// although the caller may leave: what was made is told to people, and what was used is given back.
/// </remarks>
internal sealed class ApprovalStep(
    IApprovalStore store, LimitStep limits, ApprovalRecorder recorder, ApprovalSettings settings, IApprovalLinks links, FailedCalls failed,
        EdgeKeys keys,
    TimeProvider clock)
{
    private const int MaxTries = 8;
    // No grant has such an id.
    private const string Unconfirmed = "(unconfirmed)";

    private static readonly Decision Unavailable = new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.StoreUnavailable,
        Rule = "",
        Message = "the approval of this call cannot be checked at the moment; try again later",
    };

    /// <summary>The decision, once it is known whether a person agreed, and the approval.</summary>
    /// <param name="exchange">The call.</param>
    /// <param name="scope">Holds what the call takes.</param>
    /// <param name="asks">The policy's decision, which asks for a person.</param>
    public async ValueTask<Ruling> DecideAsync(CallContext exchange, CallScope scope, Decision asks)
    {
        // 1: what can be shown
        if (!CanBeShown(exchange.Message!))
        {
            Refused(exchange, "its arguments are too long to be shown");
            const string message = "a person has to approve this call, and its arguments are too long to be shown to one";
            return new(asks with { Outcome = DecisionOutcome.Deny, Message = message }, null);
        }

        try
        {
            return await AskAsync(exchange, scope, asks);
        }
        catch (StoreUnavailableException)
        {
            // The store says why in the log.
            scope.GiveBackLimits();
            return new(Unavailable, null);
        }
    }

    /// <summary>What is said when nobody agreed in time.</summary>
    public static Decision Expired(Decision asks) => asks with
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.ApprovalExpired,
        Message = "nobody approved this call in time",
    };

    private async ValueTask<Ruling> AskAsync(CallContext exchange, CallScope scope, Decision asks)
    {
        var request = RequestOf(exchange, asks);
        for (var i = 0; i < MaxTries; i++)
        {
            // 2: the approval
            var asked = await store.AskAsync(request, CancellationToken.None);
            if (asked.Approval is not { } approval)
                return new(NoRoom(exchange, asks, asked.GrantIsFull), null);
            if (asked.IsNew)
                recorder.Requested(approval);
            var speaks = new CallApproval(approval, links.ForCallers(approval.Id));

            // 3: what it says
            if (approval.State != ApprovalState.Approved)
                return new(approval.State == ApprovalState.Pending ? asks : Denied(asks, approval), speaks);

            // 4: the limits
            var allowed = new Decision
            {
                Outcome = DecisionOutcome.Allow,
                Reason = DecisionReason.Allowed,
                Rule = asks.Rule,
                Mode = asks.Mode
            };
            if (exchange.Facts!.Call.Charges.Items.Length > 0 && await limits.TakeAsync(exchange, scope, allowed) is var limited)
                allowed = limited;
            if (!allowed.Forwards)
                return new(allowed, speaks);

            // 5: used
            var use = await store.ChangeAsync(approval.Id, static (held, now) => held.Consume(now), CancellationToken.None);
            if (use.Happened)
            {
                scope.Hold(approval);
                recorder.Consumed(use.Approval!);
                return new(allowed, speaks);
            }

            scope.GiveBackLimits();
        }

        return new(asks with { Message = "others use up what was approved; try again" }, null);
    }

    private ApprovalRequest RequestOf(CallContext exchange, Decision asks)
    {
        var (message, policy, server) = (exchange.Message!, exchange.Snapshot.Policy, exchange.Route.Server);
        var grant = exchange.Caller.GrantId;
        var digests = CallDigest.Of(keys.Verifying(KeyPurpose.Digest), grant, server, message.ToolName!,
            message.Params.In(exchange.Body!.Bytes));
        var bindings = digests.Select(digest => new ApprovalBinding(grant, server, message.ToolName!, policy.Name, asks.Rule, digest))
            .ToList();
        return new ApprovalRequest(
            DecisionId.New(clock),
            bindings[0],
            policy.Revision,
            ApproverText.Of(asks, exchange.Facts!.Call.Charges.Items, failed.Find(bindings[0])),
            ArgumentText.Of(message.Arguments, settings.Mask),
            asks.Approval?.Timeout ?? throw new InvalidOperationException("A decision asks for an approval without saying which."))
        {
            // Credentials that no server has accepted yet can be invented: together they get the attention of one caller.
            Room = exchange.Access.IsUnconfirmed ? Unconfirmed : grant,
            Former = bindings[1..],
        };
    }

    private static bool CanBeShown(Message message) =>
        message.Arguments.Length <= ApprovalLimits.MaxArgumentBytes
        && message.Params.Length - message.Arguments.Length <= ApprovalLimits.MaxArgumentBytes;

    private Decision NoRoom(CallContext exchange, Decision asks, bool grantIsFull)
    {
        var why = grantIsFull ? $"{ApprovalLimits.MaxPendingOfGrant} calls of this caller wait for a person already"
            : "too many calls wait for a person already";
        Refused(exchange, why);
        return asks with { Outcome = DecisionOutcome.Deny, Message = $"a person has to approve this call, and {why}" };
    }

    private static Decision Denied(Decision asks, Approval approval) => asks with
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.ApprovalDenied,
        Message = approval.Reason is { } reason ? $"a person denied this call: {reason}" : "a person denied this call",
    };

    private void Refused(CallContext exchange, string why) =>
        recorder.Refused(exchange.Message!.ToolName!, exchange.Route.Server, exchange.Caller.GrantId, why);
}
