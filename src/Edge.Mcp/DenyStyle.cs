namespace Edge.Mcp;

/// <summary>The shape in which a denied <c>tools/call</c> is answered; written in snake case in the configuration.</summary>
public enum DenyStyle
{
    /// <summary>A tool result with <c>isError</c> that the model can read.</summary>
    ToolError,

    /// <summary>A JSON-RPC error on HTTP 200.</summary>
    RpcError,

    /// <summary>The server's own answer to a tool it does not have.</summary>
    UnknownTool,

    /// <summary>HTTP 403, or 429.</summary>
    Http,
}
