using System.Buffers;
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
    private readonly FrozenDictionary<string, decimal> _texts;
    private readonly FrozenDictionary<double, decimal> _numbers;
    private readonly int _longest;

    public CostTable(IncrementTable table, ValueSource source)
    {
        _source = source;
        _default = table.Default;
        _texts = table.Values.ToFrozenDictionary(StringComparer.Ordinal);
        _longest = _texts.Keys.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
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
                return _texts.TryGetValue(operand.Kind == OperandKind.True ? "true" : "false", out cost) || UseDefault(out cost);
            case OperandKind.Number:
                return operand.TryGetNumber(out var number) && (_numbers.TryGetValue(number, out cost) || UseDefault(out cost));
            case OperandKind.Text:
                return TryFind(operand, out cost) || UseDefault(out cost);
            default:
                return false;
        }
    }

    private bool TryFind(scoped in Operand operand, out decimal cost)
    {
        using var text = SentText.Of(operand);
        if (text.Utf8.Length > _longest)
        {
            cost = 0;
            return false;
        }

        var chars = ArrayPool<char>.Shared.Rent(_longest);
        var length = Encoding.UTF8.GetChars(text.Utf8, chars);
        var found = _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars.AsSpan(0, length), out cost);
        ArrayPool<char>.Shared.Return(chars);
        return found;
    }

    private bool UseDefault(out decimal cost)
    {
        cost = _default ?? 0;
        return _default is not null;
    }
}
