namespace Edge.Gateway.Audit;

/// <summary>What waits in the queue of records.</summary>
internal enum AuditEntryKind
{
    /// <summary>What was decided about a message.</summary>
    Decision,

    /// <summary>What became of it.</summary>
    Outcome,

    /// <summary>What a person answered about a call.</summary>
    Approval,

    /// <summary>What was done to what rules calls.</summary>
    Admin,

    /// <summary>No record: a minute has passed.</summary>
    Tick,

    /// <summary>No record: it is time to look at the folder.</summary>
    Look,
}
