namespace Edge.Mcp;

/// <summary>The names of the headers that the Streamable HTTP transport defines.</summary>
internal static class McpHeaders
{
    public const string ProtocolVersion = "MCP-Protocol-Version";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";
    public const string SessionId = "Mcp-Session-Id";
    public const string LastEventId = "Last-Event-ID";

    /// <summary>What every header of the transport begins with, in any letter case.</summary>
    public const string Prefix = "Mcp-";

    /// <summary>What headers that mirror arguments begin with; Edge forwards them and decides nothing on them.</summary>
    public const string ParamPrefix = "Mcp-Param-";
}
