namespace Edge.Policy.Approvals;

/// <summary>Which calls an approval covers.</summary>
public enum ApprovalScope
{
    /// <summary>Exactly the call that needed it, once.</summary>
    Once,

    /// <summary>Any call of the same tool by the same grant for which the same rule requires an approval.</summary>
    Tool,
}
