using Edge.Mcp.Responses;
using Edge.Policy.Calls;
using Edge.Policy.Evaluation;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>The policy's word on which entries of a list a caller may see.</summary>
internal sealed class ListPredicate(CompiledPolicy policy, Caller caller) : IListPredicate
{
    /// <inheritdoc />
    public bool IsListed(ListKind kind, string name) => kind switch
    {
        ListKind.Tools => policy.IsToolListed(name, caller),
        ListKind.Prompts => policy.IsPromptListed(name, caller),
        ListKind.Resources or ListKind.ResourceTemplates => policy.IsResourceListed(name, caller),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A new kind of list needs a predicate."),
    };
}
