namespace Edge.Policy.Approvals;

/// <summary>The bounds of approvals, which every store keeps.</summary>
public static class ApprovalLimits
{
    /// <summary>The maximum number of pending approvals of one grant.</summary>
    public const int MaxPendingOfGrant = 20;

    /// <summary>The maximum number of pending approvals in all.</summary>
    public const int MaxPending = 1_000;

    /// <summary>The maximum size of the arguments that a person can be shown, in bytes.</summary>
    public const int MaxArgumentBytes = 256 * 1024;

    /// <summary>The maximum length of arguments in a list, in characters.</summary>
    public const int MaxListedArguments = 16 * 1024;

    /// <summary>The maximum number of approvals in one list.</summary>
    public const int MaxListed = 200;

    /// <summary>The maximum number of ended approvals that are kept.</summary>
    public const int MaxEnded = 10_000;

    /// <summary>The maximum length of all arguments in the store in memory, in characters.</summary>
    public const long MaxMemory = 32L * 1024 * 1024;

    /// <summary>How long an approval is kept after its end.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>The maximum number of calls of one grant that wait with an open request.</summary>
    public const int MaxHeldOfGrant = 8;

    /// <summary>The maximum number of calls that wait with an open request.</summary>
    public const int MaxHeld = 64;

    /// <summary>The maximum body size of a call that waits with an open request, in bytes.</summary>
    public const int MaxHeldBytes = 256 * 1024;
}
