namespace Edge.Stores.Postgres;

/// <summary>The database answers but is not for this Edge: the start cannot go on. The message is for the operator.</summary>
internal sealed class StoreRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The error's code.</summary>
    public string Code { get; } = code;
}
