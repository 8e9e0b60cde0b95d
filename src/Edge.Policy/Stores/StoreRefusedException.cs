namespace Edge.Policy.Stores;

/// <summary>The store can be reached but is not for this Edge: the start cannot go on. The message is for the operator.</summary>
internal sealed class StoreRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The error's code.</summary>
    public string Code { get; } = code;
}
