using System.Collections.Immutable;
using System.Globalization;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Validation;

/// <summary>
/// Warning: conditions on one path of one list that cannot hold together, so that nothing ever meets the list. Lists are <c>require</c> and
/// the members of <c>all</c> (and <c>conditions</c>); a path with <c>[*]</c> is left out, because over an empty array everything holds.
/// </summary>
internal static class Contradictions
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        foreach (var rule in DocumentWalk.Rules(document))
        {
            CheckList(rule.Require, diagnostics);
            foreach (var all in DocumentWalk.Conditions(rule).OfType<ConditionDocument.All>())
                CheckList(all.Children, diagnostics);
        }
    }

    private static void CheckList(ImmutableArray<ConditionDocument> list, DiagnosticBag diagnostics)
    {
        var leaves = list.OfType<ConditionDocument.Leaf>()
            .Where(l => l.OtherPath is null && l.Path.Segments.All(s => !s.IsEvery))
            .Take(DocumentValidation.MaxCompared)
            .ToList();
        for (var i = 0; i < leaves.Count; i++)
        {
            var contradicted = leaves.Take(i)
                .FirstOrDefault(earlier => SamePath(earlier.Path, leaves[i].Path) && LeafPair.Excludes(earlier, leaves[i]));
            if (contradicted is not null)
                diagnostics.Warning(
                    leaves[i].Place,
                    DiagnosticCodes.Contradiction,
                    string.Create(
                        CultureInfo.InvariantCulture, $"no value of {UserText.Quote(leaves[i].Path.Text)} meets this condition and the "
                            + $"one at line {contradicted.Place.Line}, column {contradicted.Place.Column}; the list can never hold"));
            else if (leaves[i] is { Operator: ConditionOperator.In, Value: PolicyValue.List { Items.IsEmpty: true } }
                && !LeafPair.HoldsWhenAbsent(leaves[i]))
                diagnostics.Warning(
                    leaves[i].Place,
                    DiagnosticCodes.Contradiction,
                    $"no value of {UserText.Quote(leaves[i].Path.Text)} is in an empty list; the condition can never hold");
        }
    }

    private static bool SamePath(ValuePath left, ValuePath right) =>
        left.Root == right.Root && left.Label == right.Label && left.Function == right.Function
        && left.Segments.SequenceEqual(right.Segments);
}
