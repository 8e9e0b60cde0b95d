using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement.Denials;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Freezes;
using Edge.Policy.Stores;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>Asks the policy about a message, and takes what the answer costs. Thread-safe.</summary>
/// <remarks>
/// (1) the stop button, also for what carries no message; (2) whether the caller reaches the server at all; (3) the facts; (4) the policy's
/// rules and conditions; (5) whether a person agreed, where one must; (6) the limits, all or none; (7) where the policy lets a call wait
/// for a person, it waits, and everything is asked again after the answer, the stop button first.
/// </remarks>
internal sealed class Decider(
    IFreezeStore freezes,
    LargeMessages large,
    ApprovalStep approvals,
    LimitStep limits,
    HeldCalls held,
    CallObservers observers,
    TimeProvider clock)
{
    // GET and DELETE carry no message, and a posted response answers one that the server sent: there is nothing to hold against a rule.
    private static readonly Decision Transport = new() { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = "" };

    /// <summary>The caller does not reach the server.</summary>
    // Not what a policy says but whether there is one for this caller: enforced in shadow too.
    private static readonly Decision NoPolicy = new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.NoPolicy,
        Rule = "",
        Message = "this grant does not reach this server",
    };

    /// <summary>Decides; the scope holds what that takes.</summary>
    public async ValueTask<Verdict> DecideAsync(CallContext exchange, CallScope scope)
    {
        var ruling = await RuleAsync(exchange, scope, asked: null);

        // 7: a call that may wait; a caller that can be asked through its client is asked at once instead
        if (ruling is { Approval: { } asked, Decision: { Outcome: DecisionOutcome.ApprovalRequired, Approval.Hold: { } hold } asks }
            && hold > TimeSpan.Zero && exchange.Returned is not { Accepted: false } && !CallerQuestion.CanBeAsked(exchange, asks, asked))
            ruling = await WaitAsync(exchange, scope, ruling, hold);
        return new Verdict(ruling.Decision, DecisionId.New(clock), ruling.Approval, scope.Lease);
    }

    private async ValueTask<Ruling> RuleAsync(CallContext exchange, CallScope scope, CallApproval? asked)
    {
        // 1: the stop button
        if (await StoppedAsync(exchange) is { } stopped)
            return new(stopped, asked);

        // 2: the way to the server
        if (!exchange.Access.ReachesServer)
            return new(NoPolicy, asked);
        if (exchange.Facts is not { Message: { Kind: not MessageKind.Response } message } facts)
            return new(Transport, asked);

        // 3: the facts
        var call = facts.Call;
        call.Method = message.Method;
        call.Tool = message.ToolName;
        call.Arguments = message.ToolName is null ? default : message.Arguments;
        call.ResourceUris = message.ResourceUris;
        call.Prompt = message.PromptName;
        call.Caller = exchange.Caller;
        call.IsUnconfirmed = exchange.Access.IsUnconfirmed;
        call.SessionId = exchange.SessionId;
        call.Address = exchange.Context.Connection.RemoteIpAddress;

        // 4: rules and conditions
        Decision decision;
        using (await large.EnterAsync(call.Arguments.Length, exchange.Context.RequestAborted))
            decision = exchange.Snapshot.Policy.Decide(call);

        // 5: a person
        if (decision is { Outcome: DecisionOutcome.ApprovalRequired, Mode: PolicyMode.Enforce })
            return await approvals.DecideAsync(exchange, scope, decision);

        // 6: limits; where a person agreed they were taken with the agreement
        if (decision.Forwards && call.Charges.Items.Length > 0)
            decision = await limits.TakeAsync(exchange, scope, decision);

        return new(decision, asked);
    }

    private async ValueTask<Ruling> WaitAsync(CallContext exchange, CallScope scope, Ruling asks, TimeSpan hold)
    {
        switch (await held.WaitAsync(exchange, asks.Approval!.Approval, hold))
        {
            case HeldOutcome.LostAccess:
                return asks with { Decision = NoPolicy };
            case HeldOutcome.Expired:
                observers.DecidingAgain(exchange);
                return asks with { Decision = ApprovalStep.Expired(asks.Decision) };
            case HeldOutcome.Answered:
                observers.DecidingAgain(exchange);
                return await RuleAsync(exchange, scope, asks.Approval);
            default:
                return asks;
        }
    }

    private async ValueTask<Decision?> StoppedAsync(CallContext exchange)
    {
        var (grant, server) = (exchange.Caller.GrantId, exchange.Route.Server);
        Freeze? freeze;
        try
        {
            freeze = await freezes.FindAsync(grant, server, exchange.Context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            // The store says why in the log, once and not for every call. Where nothing is enforced its failure stops nobody
            // (policy-format.md, "Shadow"), but who was stopped stays so.
            if (exchange.Snapshot.Policy.Mode == PolicyMode.Enforce)
                return StopDecisions.Unknown;
            freeze = freezes.FindLastKnown(grant, server);
        }

        return freeze is null ? null : StopDecisions.For(freeze);
    }
}
