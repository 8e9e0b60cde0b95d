namespace Edge.Policy.Calls;

/// <summary>Why a decision was taken: the closed list of policy-format.md.</summary>
public enum DecisionReason
{
    /// <summary>Nothing spoke against it.</summary>
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

    /// <summary>A person must agree first.</summary>
    ApprovalRequired,

    /// <summary>A person said no.</summary>
    ApprovalDenied,

    /// <summary>Nobody agreed in time.</summary>
    ApprovalExpired,

    /// <summary>The method is not allowed.</summary>
    MethodNotAllowed,

    /// <summary>The resource is not allowed.</summary>
    ResourceNotAllowed,

    /// <summary>The prompt is not allowed.</summary>
    PromptNotAllowed,

    /// <summary>The caller has no policy for this server.</summary>
    NoPolicy,

    /// <summary>An operator stopped this grant, this server or everything.</summary>
    Frozen,

    /// <summary>The store could not be asked.</summary>
    StoreUnavailable,
}
