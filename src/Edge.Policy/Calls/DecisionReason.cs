namespace Edge.Policy.Calls;

/// <summary>The reason of a decision: a closed list (docs/policy-format.md).</summary>
public enum DecisionReason
{
    /// <summary>No rule denies the call.</summary>
    Allowed,

    /// <summary><c>hide</c> matches.</summary>
    Hidden,

    /// <summary>No entry names the tool and the default is deny.</summary>
    NotListed,

    /// <summary>The rule's action is deny.</summary>
    Denied,

    /// <summary>A condition of <c>require</c> is not true.</summary>
    ConditionFailed,

    /// <summary>A condition of <c>deny_if</c> is true.</summary>
    ConditionMatched,

    /// <summary>A condition, a cost or a scope could not be evaluated on what was sent.</summary>
    Unevaluable,

    /// <summary>A limit has no room.</summary>
    RateLimited,

    /// <summary>A person must approve the call first.</summary>
    ApprovalRequired,

    /// <summary>A person denied the call.</summary>
    ApprovalDenied,

    /// <summary>No person approved the call in time.</summary>
    ApprovalExpired,

    /// <summary>The method is not allowed.</summary>
    MethodNotAllowed,

    /// <summary>The resource is not allowed.</summary>
    ResourceNotAllowed,

    /// <summary>The prompt is not allowed.</summary>
    PromptNotAllowed,

    /// <summary>The caller may not use this server.</summary>
    NoPolicy,

    /// <summary>An operator stopped this grant, this server or everything.</summary>
    Frozen,

    /// <summary>The store did not answer.</summary>
    StoreUnavailable,

    /// <summary>The server's answer holds what <c>results</c> denies.</summary>
    ResultDenied,

    /// <summary>The server's answer is larger than <c>results</c> allows, or than can be held.</summary>
    ResultTooLarge,

    /// <summary>The server's answer cannot be read as <c>results</c> asks for.</summary>
    ResultUnreadable,
}
