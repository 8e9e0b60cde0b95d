namespace Edge.Mcp.Responses;

/// <summary>The lists of an MCP server that are filtered.</summary>
internal enum ListKind
{
    /// <summary><c>result.tools</c>; an entry is called by its <c>name</c>.</summary>
    Tools,

    /// <summary><c>result.resources</c>; an entry is called by its <c>uri</c>.</summary>
    Resources,

    /// <summary><c>result.resourceTemplates</c>; an entry is called by its <c>uriTemplate</c>.</summary>
    ResourceTemplates,

    /// <summary><c>result.prompts</c>; an entry is called by its <c>name</c>.</summary>
    Prompts,
}
