namespace Edge.Gateway.Keys;

/// <summary>What a key is for: each purpose has a key of its own, so that a value made for one says nothing in another.</summary>
internal enum KeyPurpose
{
    /// <summary>Names for callers and sessions that tell nothing else.</summary>
    Identity,

    /// <summary>The chain of audit records.</summary>
    Audit,

    /// <summary>The state of approvals in callers' hands.</summary>
    Approval,

    /// <summary>The session ids that callers see.</summary>
    Session,

    /// <summary>The signatures of webhooks.</summary>
    Webhook,

    /// <summary>The digests of calls that wait for a person.</summary>
    Digest,
}
