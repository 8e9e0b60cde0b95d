namespace Edge.Policy.Calls;

/// <summary>The outcomes of a decision. Deny is the value of an unset field.</summary>
public enum DecisionOutcome
{
    /// <summary>Not to be forwarded.</summary>
    Deny,

    /// <summary>To be forwarded.</summary>
    Allow,

    /// <summary>To be forwarded once a person agreed.</summary>
    ApprovalRequired,
}
