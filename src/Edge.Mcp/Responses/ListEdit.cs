namespace Edge.Mcp.Responses;

/// <summary>Bytes of a message that are replaced; by nothing when an entry is cut out.</summary>
internal readonly record struct ListEdit(int Start, int End, byte[]? Replacement);
