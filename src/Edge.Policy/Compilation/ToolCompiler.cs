using System.Collections.Frozen;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Matching;

namespace Edge.Policy.Compilation;

/// <summary>Prepares what a document says about tools.</summary>
internal static class ToolCompiler
{
    /// <summary>Prepares the rules of <paramref name="document"/>.</summary>
    /// <param name="policy">The policy's name, which is part of every count's key.</param>
    /// <param name="document">The document.</param>
    /// <param name="results">What answers may hold besides what a rule says.</param>
    public static ToolAccess Compile(string policy, PolicyDocument document, ResultAccess results)
    {
        var compiler = new RuleCompiler(policy, document, results);
        Dictionary<string, CompiledRule> exact = new(StringComparer.Ordinal);
        List<KeyValuePair<ToolPattern, CompiledRule>> globs = [];
        foreach (var entry in document.Tools)
        {
            var pattern = new ToolPattern(entry.Pattern);
            var rule = compiler.Compile(entry);
            if (pattern.IsExact)
                exact.TryAdd(entry.Pattern, rule);
            else
                globs.Add(new(pattern, rule));
        }

        return new ToolAccess(
            new PatternSet<Decision>(document.Hide.Select(entry =>
                KeyValuePair.Create(entry.Pattern, Deny(document, DecisionReason.Hidden, entry.Place.Pointer)))),
            exact.ToFrozenDictionary(StringComparer.Ordinal),
            [.. globs.Order(Comparer<KeyValuePair<ToolPattern, CompiledRule>>.Create(
                (left, right) => ToolPattern.CompareBySpecificity(left.Key, right.Key)))],
            compiler.CompileDefault(),
            Deny(document, DecisionReason.NotListed, document.DefaultPlace.Pointer));
    }

    private static Decision Deny(PolicyDocument document, DecisionReason reason, string pointer) => new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = reason,
        Rule = pointer,
        Mode = document.Mode,
        Message = Messages.ToolNotAllowed,
    };
}
