using System.Globalization;
using Edge.Mcp;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>Bounds what callers and servers write, for use as labels.</summary>
internal static class OperationLabels
{
    /// <summary>The revision, if it is a published one.</summary>
    public static string Revision(string revision) => Revisions.IsKnown(revision) ? revision : ToolLabels.Other;

    /// <summary>The code, if it is one of JSON-RPC's, MCP's or Edge's own; a server may invent any other.</summary>
    public static string RpcCode(long code) => code is -32700 or (>= -32603 and <= -32600) or (>= -32099 and <= -32000)
        or (>= -31004 and <= -31001)
        ? code.ToString(CultureInfo.InvariantCulture)
        : ToolLabels.Other;

    /// <summary>What became of a call, with the code bounded.</summary>
    public static string? ErrorType(CallEnd end) => end.RpcCode is { } code ? RpcCode(code) : end.ErrorType;
}
