namespace Edge.Policy.Documents;

/// <summary>What a rule does with a call that meets its conditions.</summary>
internal enum RuleAction
{
    /// <summary>Forwarded, if conditions and limits let it.</summary>
    Allow,

    /// <summary>Denied.</summary>
    Deny,

    /// <summary>Forwarded after a person agreed.</summary>
    RequireApproval,
}
