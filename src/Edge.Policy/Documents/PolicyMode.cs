namespace Edge.Policy.Documents;

/// <summary>Whether decisions are enforced. The default value is enforce.</summary>
public enum PolicyMode
{
    /// <summary>A denied call is not forwarded.</summary>
    Enforce,

    /// <summary>Calls are decided and recorded, and then forwarded in any case.</summary>
    Shadow,
}
