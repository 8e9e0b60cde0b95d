namespace Edge.Policy.Approvals;

/// <summary>What a person's yes is good for.</summary>
public enum ApprovalScope
{
    /// <summary>The very call that was asked about, once.</summary>
    Once,

    /// <summary>Any call of the same tool by the same grant that the same rule asks about.</summary>
    Tool,
}
