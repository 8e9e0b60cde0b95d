namespace Edge.Mcp.Responses;

/// <summary>The two forms in which a server answers, and everything else.</summary>
internal enum ResponseFormat
{
    Other,
    Json,
    EventStream,
}
