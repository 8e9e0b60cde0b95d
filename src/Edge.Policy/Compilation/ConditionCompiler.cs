using System.Collections.Immutable;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>Prepares the conditions of one rule.</summary>
/// <param name="paths">Collects the paths that they read.</param>
/// <param name="regexes">Makes their expressions.</param>
/// <param name="mode">Whether what they decide is enforced.</param>
/// <param name="reason">The rule's own text for the caller.</param>
internal sealed class ConditionCompiler(PathSet paths, RegexCache regexes, PolicyMode mode, string? reason)
{
    /// <summary>Prepares the conditions of <paramref name="list"/>.</summary>
    public Condition[] Compile(ImmutableArray<ConditionDocument> conditions, ConditionList list) =>
        [.. conditions.Select(condition => Compile(condition, condition.Place.Pointer, every: list == ConditionList.Require, reason))];

    // `every` is what [*] stands for, `around` the nearest text for the caller, `pointer` the element of the list that decides.
    private Condition Compile(ConditionDocument document, string pointer, bool every, string? around)
    {
        var text = document.OnDeny ?? around;
        Condition condition = document switch
        {
            ConditionDocument.All all => new GroupCondition(true, [.. all.Children.Select(child => Compile(child, pointer, every, text))]),
            ConditionDocument.Any any => new GroupCondition(false, [.. any.Children.Select(child => Compile(child, pointer, every, text))]),
            ConditionDocument.Not not => new NotCondition(Compile(not.Child, pointer, !every, text)),
            ConditionDocument.Leaf leaf => CompileLeaf(leaf, every),
            _ => throw new ArgumentOutOfRangeException(nameof(document), document, "A new kind of condition needs a prepared form."),
        };
        condition.Verdicts = new ConditionVerdicts(
            Deny(DecisionReason.ConditionMatched, pointer, text ?? ConditionText.Refused(document)),
            Deny(DecisionReason.ConditionFailed, pointer, text ?? ConditionText.Refused(document)),
            Deny(DecisionReason.ConditionFailed, pointer, text ?? ConditionText.Missing(document)),
            Deny(DecisionReason.Unevaluable, pointer, text ?? ConditionText.Unreadable(document)));
        return condition;
    }

    private Condition CompileLeaf(ConditionDocument.Leaf leaf, bool every)
    {
        var pattern = leaf is { Operator: ConditionOperator.Regex, Value: PolicyValue.Text written } ? regexes.Get(written.Value) : null;
        var other = leaf.OtherPath is null ? null : paths.Source(leaf.OtherPath);
        var test = new LeafTest(leaf.Operator, leaf.Value, other, pattern);
        var absence = new LeafAbsence(leaf.Default, leaf.Optional);
        return leaf.Path.Root == PathRoot.Arguments
            ? new ArgumentCondition(paths.Leaf(leaf.Path, test, every), test, absence, every)
            : new StatedCondition(new ValueSource(leaf.Path, null), test, absence);
    }

    private Decision Deny(DecisionReason why, string pointer, string message) =>
        new() { Outcome = DecisionOutcome.Deny, Reason = why, Rule = pointer, Mode = mode, Message = message };
}
