namespace Edge.Mcp.Responses;

/// <summary>What an answer turned out to be.</summary>
public enum OutcomeKind
{
    /// <summary>No JSON-RPC response was recognised.</summary>
    Unknown,

    /// <summary>A result.</summary>
    Result,

    /// <summary>A result whose <c>isError</c> is true.</summary>
    ToolError,

    /// <summary>A JSON-RPC error.</summary>
    RpcError,
}
