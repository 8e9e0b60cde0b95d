namespace Edge.Mcp.Responses;

/// <summary>The kind of a response.</summary>
public enum OutcomeKind
{
    /// <summary>No JSON-RPC response was recognized.</summary>
    Unknown,

    /// <summary>A result.</summary>
    Result,

    /// <summary>A result whose <c>isError</c> is true.</summary>
    ToolError,

    /// <summary>A JSON-RPC error.</summary>
    RpcError,
}
