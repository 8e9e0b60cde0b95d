namespace Edge.Policy.Documents;

/// <summary>Whether what was decided is done. Enforce is the value of an unset field.</summary>
public enum PolicyMode
{
    /// <summary>A denied call is not forwarded.</summary>
    Enforce,

    /// <summary>Decided and recorded, then forwarded.</summary>
    Shadow,
}
