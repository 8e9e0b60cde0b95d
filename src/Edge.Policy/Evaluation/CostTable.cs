using System.Collections.Frozen;
using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// A table of costs, prepared. A number is looked up by its value, so that another way to write it is not another price. Immutable;
/// thread-safe.
/// </summary>
internal sealed class CostTable
{
    private readonly ValueSource _source;
    private readonly decimal? _default;
    private readonly TextTable<decimal> _texts;
    private readonly FrozenDictionary<double, decimal> _numbers;

    public CostTable(IncrementTable table, ValueSource source)
    {
        _source = source;
        _default = table.Default;
        _texts = new TextTable<decimal>(table.Values);
        Dictionary<double, decimal> numbers = [];
        foreach (var (text, cost) in table.Values)
        {
            // Two ways to write one number: the dearer price holds.
            if (ExactNumber.TryRead(Encoding.UTF8.GetBytes(text), out var number))
                numbers[number] = Math.Max(cost, numbers.GetValueOrDefault(number));
        }

        _numbers = numbers.ToFrozenDictionary();
    }

    /// <summary>
    /// Finds the cost; false when there is none: a value that is no string, number or boolean, or one without a cost and no default.
    /// </summary>
    public bool TryFind(scoped in EvaluationFrame frame, out decimal cost)
    {
        var operand = _source.Read(frame);
        cost = _default ?? 0;
        switch (operand.Kind)
        {
            case OperandKind.Absent:
                return _default is not null;
            case OperandKind.True or OperandKind.False:
                return _texts.TryFind(operand.Kind == OperandKind.True ? "true" : "false", out cost) || UseDefault(out cost);
            case OperandKind.Number:
                return operand.TryGetNumber(frame, out var number) && (_numbers.TryGetValue(number, out cost) || UseDefault(out cost));
            case OperandKind.Text:
                return _texts.TryFind(operand, out cost) || UseDefault(out cost);
            default:
                return false;
        }
    }

    private bool UseDefault(out decimal cost)
    {
        cost = _default ?? 0;
        return _default is not null;
    }
}
