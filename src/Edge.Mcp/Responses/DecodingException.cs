namespace Edge.Mcp.Responses;

/// <summary>A body is not in the encoding that its <c>Content-Encoding</c> names.</summary>
internal sealed class DecodingException(string encoding) : IOException($"the body is not valid {encoding}");
