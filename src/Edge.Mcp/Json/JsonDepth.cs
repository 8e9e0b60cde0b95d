namespace Edge.Mcp.Json;

/// <summary>How deeply a message of either direction may nest.</summary>
internal static class JsonDepth
{
    /// <summary>Objects and arrays inside one another, the envelope included.</summary>
    public const int Max = 64;
}
