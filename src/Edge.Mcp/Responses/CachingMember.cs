namespace Edge.Mcp.Responses;

/// <summary>The members of a result that say how it may be kept (SEP-2549).</summary>
internal enum CachingMember
{
    None,
    Scope,
    Ttl,
}
