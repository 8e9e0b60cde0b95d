using Edge.Mcp.Responses;

namespace Edge.Fuzz.Responses;

/// <summary>Lists everything whose name does not say, in any letter case, that it is hidden.</summary>
internal sealed class NoHidden : IListPredicate
{
    public static bool IsHidden(string name) => name.Contains("hidden", StringComparison.OrdinalIgnoreCase);

    public bool IsListed(ListKind kind, string name) => !IsHidden(name);
}
