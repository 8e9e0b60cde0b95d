namespace Edge.Gateway.Audit;

/// <summary>What becomes of calls that cannot be recorded.</summary>
internal enum AuditFailureMode
{
    /// <summary>They are refused: what cannot be recorded is not forwarded. The default.</summary>
    Deny,

    /// <summary>They go on, and the records that are missing are counted.</summary>
    Drop,
}
