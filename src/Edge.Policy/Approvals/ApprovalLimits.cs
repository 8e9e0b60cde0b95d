namespace Edge.Policy.Approvals;

/// <summary>How much of everything there may be.</summary>
public static class ApprovalLimits
{
    /// <summary>Calls of one grant that wait for a person.</summary>
    public const int MaxPendingOfGrant = 20;

    /// <summary>Calls that wait for a person in all.</summary>
    public const int MaxPending = 1_000;

    /// <summary>Bytes of arguments that a person can be shown; and of what else the params hold.</summary>
    public const int MaxArgumentBytes = 256 * 1024;

    /// <summary>Characters of arguments that a list shows; longer ones are shown one by one.</summary>
    public const int MaxListedArguments = 16 * 1024;

    /// <summary>Approvals in one list.</summary>
    public const int MaxListed = 200;

    /// <summary>Approvals that are over and are still known.</summary>
    public const int MaxEnded = 10_000;

    /// <summary>Characters of arguments that a store in memory keeps.</summary>
    public const long MaxMemory = 32L * 1024 * 1024;

    /// <summary>How long an approval is known after its end.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>Calls of one grant that are held.</summary>
    public const int MaxHeldOfGrant = 8;

    /// <summary>Calls that are held in all.</summary>
    public const int MaxHeld = 64;

    /// <summary>Bytes of a body that is held.</summary>
    public const int MaxHeldBytes = 256 * 1024;
}
