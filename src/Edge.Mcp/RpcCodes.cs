namespace Edge.Mcp;

/// <summary>The JSON-RPC error codes that the specification defines and Edge answers with.</summary>
internal static class RpcCodes
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>What the TypeScript server sends for an unknown session, and clients look for; the specification defines none.</summary>
    public const int SessionNotFound = -32001;

    public const int HeaderMismatch = -32020;
    public const int UnsupportedProtocolVersion = -32022;
}
