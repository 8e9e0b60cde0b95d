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
internal sealed class Decider(IFreezes freezes, CallLimiter limiter, StoreFailures failures)
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
        call.IsUnconfirmed = exchange.Access.IsUnconfirmed;
        call.SessionId = exchange.SessionId;
        call.Address = exchange.Context.Connection.RemoteIpAddress;

        // 4: rules and conditions
        var decision = exchange.Snapshot.Policy.Decide(call);

        // 5: limits
        if (decision.Forwards && call.Charges.Items.Length > 0)
        {
            try
            {
                var lease = (CallLease)await limiter.AcquireAsync(call, permitCount: 1, exchange.Context.RequestAborted);
                exchange.Lease = lease;
                decision = Limited(decision, lease);
            }
            catch (StoreUnavailableException)
            {
                decision = failures.Decide(decision, call, exchange.Route.Server);
            }
        }

        exchange.Decision = decision;
    }

    private static Decision Limited(Decision decision, CallLease lease)
    {
        if (lease.Refusal is { } refusal)
            return RateLimited(refusal, PolicyMode.Enforce);
        return lease.ShadowRefusal is { } shadow && decision.Outcome == DecisionOutcome.Allow ? RateLimited(shadow, PolicyMode.Shadow) : decision;
    }

    private async ValueTask<Decision?> StoppedAsync(Exchange exchange)
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
