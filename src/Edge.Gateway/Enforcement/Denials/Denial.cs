using Edge.Gateway.Calls;
using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>Everything an answer in the server's place says about one decision.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="DecisionId">Its id.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Revision">The policy's revision, 12 hex digits.</param>
/// <param name="Refusal">The limit without room; null unless the reason is <see cref="DecisionReason.RateLimited"/>.</param>
/// <param name="Approval">The approval that speaks for the call; null where none does.</param>
internal readonly record struct Denial(Decision Decision, string DecisionId, string Policy, string Revision, LimitRefusal? Refusal,
    CallApproval? Approval)
{
    /// <summary>The denial that an exchange ends with.</summary>
    public static Denial Of(CallContext exchange, Decision decision)
    {
        var policy = exchange.Snapshot.Policy;
        return new Denial(decision, exchange.DecisionId, policy.Name, policy.ShortRevision, exchange.Lease?.Refusal, exchange.Approval);
    }

    /// <summary>The whole seconds after which a try can succeed; null when there is no such time.</summary>
    public long? RetryAfterSeconds => Refusal?.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : null;

    /// <summary>What the caller is told: the policy author's words, and when to try again.</summary>
    public string Text
    {
        get
        {
            var message = (Decision.Message ?? "this call is not allowed").TrimEnd();
            var stop = message.EndsWith('.') || message.EndsWith('!') || message.EndsWith('?') ? "" : ".";
            var retry = RetryAfterSeconds is { } seconds ? $" Try again in {seconds} second{(seconds == 1 ? "" : "s")}."
                : Refusal is null ? "" : " This call costs more than ever fits: waiting does not help.";
            var approval = Decision.Outcome == DecisionOutcome.ApprovalRequired && Approval is { } asked
                ? asked.Url is null
                    ? $" Approval {asked.Approval.Id} was asked for, but nobody can give it: this proxy has no users. Tell its "
                    + $"operator, who adds one with"
                        + " 'edge user new NAME --role approver'."
                    : $" Approval {asked.Approval.Id} was asked for at {asked.Url}. Call again with the same arguments after approval."
                : "";
            return $"Blocked by policy: {message}{stop}{retry}{approval}";
        }
    }
}
