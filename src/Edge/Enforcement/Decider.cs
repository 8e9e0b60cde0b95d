using Edge.Mcp.Requests;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Limits;
using Edge.Stores;

namespace Edge.Enforcement;

/// <summary>Asks the policy about a message, and takes what the answer costs. Thread-safe.</summary>
/// <remarks>
/// (1) the stop button, also for what carries no message; (2) whether the caller reaches the server at all; (3) the facts; (4) the policy's
/// rules and conditions; (5) the limits, all or none.
/// </remarks>
internal sealed class Decider(IFreezes freezes, CallLimiter limiter)
{
    // GET and DELETE carry no message, and a posted response answers one that the server sent: there is nothing to hold against a rule.
    private static readonly Decision Transport = new() { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = "" };

    // Not what a policy says but whether there is one for this caller: enforced in shadow too.
    private static readonly Decision NoPolicy = new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.NoPolicy,
        Rule = "",
        Message = "this grant does not reach this server",
    };

    /// <summary>Decides; the decision, and the lease of what it took, are in the exchange.</summary>
    public async ValueTask DecideAsync(Exchange exchange)
    {
        // 1: the stop button
        if (await StoppedAsync(exchange) is { } stopped)
        {
            exchange.Decision = stopped;
            return;
        }

        // 2: the way to the server
        if (!exchange.Access.ReachesServer)
        {
            exchange.Decision = NoPolicy;
            return;
        }

        if (exchange.Facts is not { Message: { Kind: not MessageKind.Response } message } facts)
        {
            exchange.Decision = Transport;
            return;
        }

        // 3: the facts
        var call = facts.Call;
        call.Method = message.Method;
        call.Tool = message.ToolName;
        call.Arguments = message.ToolName is null ? default : message.Arguments;
        call.ResourceUris = message.ResourceUris;
        call.Prompt = message.PromptName;
        call.Caller = exchange.Caller;
        call.SessionId = exchange.SessionId;
        call.Address = exchange.Context.Connection.RemoteIpAddress;

        // 4: rules and conditions
        var decision = exchange.Snapshot.Policy.Decide(call);

        // 5: limits
        if (decision.Forwards && call.Charges.Items.Length > 0)
        {
            var lease = (CallLease)await limiter.AcquireAsync(call, permitCount: 1, exchange.Context.RequestAborted);
            exchange.Lease = lease;
            if (lease.Refusal is { } refusal)
                decision = RateLimited(refusal, PolicyMode.Enforce);
            else if (lease.ShadowRefusal is { } shadow && decision.Outcome == DecisionOutcome.Allow)
                decision = RateLimited(shadow, PolicyMode.Shadow);
        }

        exchange.Decision = decision;
    }

    private async ValueTask<Decision?> StoppedAsync(Exchange exchange)
    {
        try
        {
            return await freezes.FindAsync(exchange.Caller.GrantId, exchange.Route.Server, exchange.Context.RequestAborted) is { } freeze
                ? StopDecisions.For(freeze)
                : null;
        }
        catch (StoreUnavailableException)
        {
            // The store says why in the log, once and not for every call.
            return StopDecisions.Unknown;
        }
    }

    private static Decision RateLimited(LimitRefusal refusal, PolicyMode mode) => refusal.StoreFull ? new Decision
    {
        // Not the limit but the room for counts is used up: the limit's own words would be untrue.
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.StoreUnavailable,
        Rule = "",
        Mode = mode,
        Message = "more callers are counted just now than Edge has memory for",
    }
    : new Decision
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.RateLimited,
        Rule = refusal.Limit.Rule,
        Mode = mode,
        Message = refusal.Limit.Message,
    };
}
