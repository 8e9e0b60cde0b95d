namespace Edge.Policy.Documents;

/// <summary>What happens to what no entry names. Deny is the value of an unset field.</summary>
internal enum DefaultAction
{
    /// <summary>Denied.</summary>
    Deny,

    /// <summary>Allowed.</summary>
    Allow,
}
