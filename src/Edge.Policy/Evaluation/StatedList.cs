using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>
/// The list of <c>in</c> and <c>not_in</c>, prepared: strings and numbers are found in the same time in a short list and in a long one.
/// Immutable; thread-safe.
/// </summary>
internal sealed class StatedList(PolicyValue.List list)
{
    private readonly TextTable<bool> _texts = new(list.Items.OfType<PolicyValue.Text>()
        .Select(text => text.Value).Distinct(StringComparer.Ordinal).Select(text => KeyValuePair.Create(text, true)));

    private readonly FrozenSet<double> _numbers = list.Items.OfType<PolicyValue.Number>().Select(number => number.Value).ToFrozenSet();
    private readonly ImmutableArray<PolicyValue> _others =
        [.. list.Items.Where(item => item is not (PolicyValue.Text or PolicyValue.Number))];

    /// <summary>Whether no value of another type equals an element.</summary>
    public bool HasOnlyTextsAndNumbers => _others.IsEmpty;

    /// <summary>
    /// Whether one of the elements equals <paramref name="value"/>; the first of true, unevaluable, false that any comparison says.
    /// </summary>
    public ConditionValue Has(scoped in Operand value, scoped in EvaluationFrame frame)
    {
        switch (value.Kind)
        {
            case OperandKind.Text when value.IsSent && !frame.TrySpend(WorkBudget.Text(value.Json)):
                return ConditionValue.Unevaluable;
            case OperandKind.Text:
                return ConditionValues.Of(_texts.TryFind(value, out _));
            case OperandKind.Number:
                return value.TryGetNumber(frame, out var number) ? ConditionValues.Of(_numbers.Contains(number))
                    : ConditionValue.Unevaluable;
        }

        var seen = ConditionValue.None;
        foreach (var item in _others)
        {
            seen |= frame.TrySpend(WorkBudget.Move) ? Equality.Of(value, item, frame) : ConditionValue.Unevaluable;
            if ((seen & ConditionValue.True) != 0 || !frame.HasWork)
                break;
        }

        return ConditionValues.OfAny(seen);
    }
}
