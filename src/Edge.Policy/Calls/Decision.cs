using Edge.Policy.Documents;


namespace Edge.Policy.Calls;

/// <summary>The decision about one message: what, why, and by which rule. Immutable.</summary>
public sealed record Decision
{
    /// <summary>Allow, deny, or require an approval.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>The reason, from a closed list.</summary>
    public required DecisionReason Reason { get; init; }

    /// <summary>The rule of the policy that decided, as a JSON pointer; empty for built-in rules.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the decision is enforced, or only recorded (shadow).</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>The message for the caller; null for an allowed call.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The approval that is required; null unless <see cref="Outcome"/> is <see cref="DecisionOutcome.ApprovalRequired"/>.
    /// </summary>
    internal ApprovalDocument? Approval { get; init; }

    /// <summary>Whether the message may be forwarded: it was allowed, or the decision is not enforced.</summary>
    public bool Forwards => Outcome == DecisionOutcome.Allow || Mode == PolicyMode.Shadow;
}
