using Edge.Mcp.Responses;

namespace Edge.Tests.Mcp.Responses;

/// <summary>Lists the entries called by one of the names; whatever is called "hidden..." is not among them.</summary>
internal sealed class OnlyNames(params string[] names) : IListPredicate
{
    public List<(ListKind Kind, string Name)> Asked { get; } = [];

    public bool IsListed(ListKind kind, string name)
    {
        Asked.Add((kind, name));
        return Array.IndexOf(names, name) >= 0;
    }
}
