using System.Collections.Immutable;
using Edge.Policy.Documents;

namespace Edge.Policy.Validation;

/// <summary>Goes through the parts of a document that several validators look at.</summary>
internal static class DocumentWalk
{
    /// <summary>All rules: <c>all_tools</c> first, then those of <c>tools</c> in document order.</summary>
    public static IEnumerable<RuleDocument> Rules(PolicyDocument document) =>
        document.AllTools is { } all ? document.Tools.Select(t => t.Rule).Prepend(all) : document.Tools.Select(t => t.Rule);

    /// <summary>All conditions of a rule and all within them.</summary>
    public static IEnumerable<ConditionDocument> Conditions(RuleDocument rule) =>
        rule.Require.Concat(rule.DenyIf).Concat(rule.Approval?.When ?? []).SelectMany(Within);

    private static IEnumerable<ConditionDocument> Within(ConditionDocument condition) =>
        Children(condition).SelectMany(Within).Prepend(condition);

    private static ImmutableArray<ConditionDocument> Children(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all.Children,
        ConditionDocument.Any any => any.Children,
        ConditionDocument.Not not => [not.Child],
        _ => [],
    };
}
