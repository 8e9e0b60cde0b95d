namespace Edge.Mcp.Responses;

/// <summary>
/// Says which entries of a list a caller may see: "Listed" of the policy format. Asked on one thread at a time; may not throw.
/// </summary>
internal interface IListPredicate
{
    /// <summary>
    /// True when the entry stays; <paramref name="name"/> is a tool's name, a resource's uri, a template or a prompt's name.
    /// </summary>
    bool IsListed(ListKind kind, string name);
}
