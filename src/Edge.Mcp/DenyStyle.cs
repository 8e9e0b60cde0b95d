namespace Edge.Mcp;

/// <summary>The form of the response to a denied <c>tools/call</c>. In settings it is written in snake case: <c>tool_error</c>.</summary>
public enum DenyStyle
{
    /// <summary>A tool result with <c>isError</c>, which the model can read.</summary>
    ToolError,

    /// <summary>A JSON-RPC error with HTTP status 200.</summary>
    RpcError,

    /// <summary>The server's own response to a tool that it does not have.</summary>
    UnknownTool,

    /// <summary>HTTP status 403, or 429 for a limit.</summary>
    Http,
}
