namespace Edge.Policy.Calls;

/// <summary>The outcome of a decision. The default value is deny.</summary>
public enum DecisionOutcome
{
    /// <summary>The call is not forwarded.</summary>
    Deny,

    /// <summary>The call is forwarded.</summary>
    Allow,

    /// <summary>The call is forwarded once a person approved it.</summary>
    ApprovalRequired,
}
