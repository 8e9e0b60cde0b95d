using Edge.Mcp.Responses;

namespace Edge.Fuzz.Responses;

/// <summary>Lists everything.</summary>
internal sealed class Everything : IListPredicate
{
    public bool IsListed(ListKind kind, string name) => true;
}
