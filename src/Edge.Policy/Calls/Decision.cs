using Edge.Policy.Documents;


namespace Edge.Policy.Calls;

/// <summary>What was decided about one message, by which place of the document, and why. Immutable.</summary>
public sealed record Decision
{
    /// <summary>Allow, deny, or wait for a person.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>Why, from a closed list.</summary>
    public required DecisionReason Reason { get; init; }

    /// <summary>The place that decided, as a JSON pointer; empty for what is built in.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the decision is enforced or only recorded.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>What the caller is told; null for an allowed call.</summary>
    public string? Message { get; init; }

    /// <summary>The approval asked for; null unless <see cref="Outcome"/> is <see cref="DecisionOutcome.ApprovalRequired"/>.</summary>
    internal ApprovalDocument? Approval { get; init; }

    /// <summary>Whether the message may be forwarded: it was allowed, or the decision is not enforced.</summary>
    public bool Forwards => Outcome == DecisionOutcome.Allow || Mode == PolicyMode.Shadow;
}
