using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// A value that a condition compares: one that was sent, read where it lies, or one that a policy, a grant or the message's envelope
/// states.
/// Never allocates; lives on the stack.
/// </summary>
internal ref struct Operand
{
    private readonly double _number;
    private readonly string? _text;
    private readonly PolicyValue? _stated;
    private readonly bool _isSentNumber;
    private readonly long _end;
    private Utf8JsonReader _json;

    private Operand(OperandKind kind, double number = 0, string? text = null, PolicyValue? stated = null)
    {
        Kind = kind;
        _number = number;
        _text = text;
        _stated = stated;
    }

    private Operand(OperandKind kind, scoped in Utf8JsonReader json, long end = 0)
    {
        _end = end;
        Kind = kind;
        _json = json;
        _isSentNumber = kind == OperandKind.Number;
        IsSent = true;
    }

    /// <summary>What the value is.</summary>
    public OperandKind Kind { get; }

    /// <summary>Whether the value lies in the message; its reader is then <see cref="Json"/>.</summary>
    public bool IsSent { get; }

    /// <summary>A reader on the first token of a sent value.</summary>
    public readonly Utf8JsonReader Json => _json;

    /// <summary>The text of a stated string; null for a sent one.</summary>
    public readonly string? StatedText => _text;

    /// <summary>The stated value; null for a sent one.</summary>
    public readonly PolicyValue? Stated => _stated;

    public static Operand Absent => new(OperandKind.Absent);

    public static Operand Unevaluable => new(OperandKind.Unevaluable);

    public static Operand OfNumber(double number) => new(OperandKind.Number, number);

    /// <summary>The value on whose first token <paramref name="json"/> stands.</summary>
    public static Operand Sent(scoped in Utf8JsonReader json) => new(KindOf(json.TokenType), json);

    /// <summary>The same for a reader over all of the arguments: a number is read once, however many tests it has.</summary>
    public static Operand OfArguments(scoped in Utf8JsonReader json) => new(KindOf(json.TokenType), json, json.BytesConsumed);

    /// <summary>The same, after <paramref name="function"/>.</summary>
    public static Operand Sent(scoped in Utf8JsonReader json, PathFunction function, scoped in EvaluationFrame frame)
    {
        var kind = KindOf(json.TokenType);
        return function switch
        {
            PathFunction.None => new Operand(kind, json),
            PathFunction.Keys => kind == OperandKind.Map ? new Operand(OperandKind.Names, json) : Unevaluable,
            PathFunction.Length => LengthOf(new Operand(kind, json), frame),
            PathFunction.Bytes => OfNumber(SizeOf(json, frame)),
            _ => Unevaluable,
        };
    }

    /// <summary>
    /// A value that a policy or a grant states, after <paramref name="function"/>. It was not sent, so it has no size as sent.
    /// </summary>
    public static Operand OfStated(PolicyValue value, PathFunction function = PathFunction.None)
    {
        var operand = value switch
        {
            PolicyValue.Text text => new Operand(OperandKind.Text, text: text.Value),
            PolicyValue.Number number => OfNumber(number.Value),
            PolicyValue.Boolean boolean => new Operand(boolean.Value ? OperandKind.True : OperandKind.False),
            PolicyValue.Null => new Operand(OperandKind.Null),
            PolicyValue.List => new Operand(OperandKind.List, stated: value),
            PolicyValue.Map => new Operand(OperandKind.Map, stated: value),
            _ => Unevaluable,
        };
        return function switch
        {
            PathFunction.None => operand,
            PathFunction.Keys => operand.Kind == OperandKind.Map ? new Operand(OperandKind.Names, stated: value) : Unevaluable,
            PathFunction.Length => LengthOf(operand, default),
            _ => Unevaluable,
        };
    }

    /// <summary>A string of the message's envelope or of the grant, after <paramref name="function"/>.</summary>
    public static Operand OfText(string text, PathFunction function = PathFunction.None)
    {
        var operand = new Operand(OperandKind.Text, text: text);
        return function switch
        {
            PathFunction.None => operand,
            PathFunction.Length => LengthOf(operand, default),
            _ => Unevaluable,
        };
    }

    /// <summary>
    /// Reads the number; false when this is none, one that changes on the way through a double, or no work is left for it.
    /// </summary>
    public readonly bool TryGetNumber(scoped in EvaluationFrame frame, out double number)
    {
        number = _number;
        if (!_isSentNumber)
            return Kind == OperandKind.Number;
        if (_end == 0 || frame.LastNumber.IsEmpty)
            return TryReadNumber(frame, out number);
        ref var last = ref frame.LastNumber[0];
        if (last.End != _end)
        {
            var isExact = TryReadNumber(frame, out number);
            if (!frame.HasWork)
                return false;
            last = new ReadNumber(_end, number, isExact);
        }

        number = last.Value;
        return last.IsExact;
    }

    private readonly bool TryReadNumber(scoped in EvaluationFrame frame, out double number)
    {
        number = 0;
        if (!frame.TrySpend(WorkBudget.Number(_json)))
            return false;
        if (!_json.HasValueSequence)
            return ExactNumber.TryRead(_json.ValueSpan, out number);
        using var whole = SentText.Raw(_json);
        return ExactNumber.TryRead(whole.Utf8, out number);
    }

    /// <summary>How many bytes the value on which <paramref name="json"/> stands takes as sent.</summary>
    public static long SizeOf(Utf8JsonReader json, scoped in EvaluationFrame frame)
    {
        var start = json.TokenStartIndex;
        if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            json.Skip();
            frame.TrySpend(WorkBudget.Pass(json.BytesConsumed - start));
        }

        return json.BytesConsumed - start;
    }

    /// <summary>What a value is that begins with <paramref name="token"/>.</summary>
    public static OperandKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.Null => OperandKind.Null,
        JsonTokenType.True => OperandKind.True,
        JsonTokenType.False => OperandKind.False,
        JsonTokenType.Number => OperandKind.Number,
        JsonTokenType.String or JsonTokenType.PropertyName => OperandKind.Text,
        JsonTokenType.StartArray => OperandKind.List,
        JsonTokenType.StartObject => OperandKind.Map,
        _ => OperandKind.Unevaluable,
    };

    private static Operand LengthOf(Operand operand, scoped in EvaluationFrame frame)
    {
        long length = 0;
        switch (operand.Kind)
        {
            case OperandKind.Text when operand._text is { } text:
                foreach (var _ in text.EnumerateRunes())
                    length++;
                break;
            case OperandKind.Text when !frame.TrySpend(WorkBudget.Pass(SentText.RawLength(operand._json))):
                return Unevaluable;
            case OperandKind.Text:
                using (var sent = SentText.Unescaped(operand._json))
                    length = Encoding.UTF8.GetCharCount(sent.Utf8) - SurrogatePairs(sent.Utf8);
                break;
            case OperandKind.List or OperandKind.Map or OperandKind.Names:
                var elements = new ElementCursor(operand);
                while (elements.MoveNext())
                    length++;
                if (operand.IsSent)
                    frame.TrySpend(WorkBudget.Pass(elements.Consumed));
                break;
            default:
                return Unevaluable;
        }

        return OfNumber(length);
    }

    // A character beyond the basic plane is two UTF-16 units and begins with a byte from 0xF0 on.
    private static int SurrogatePairs(ReadOnlySpan<byte> utf8)
    {
        var pairs = 0;
        foreach (var unit in utf8)
        {
            if (unit >= 0xF0)
                pairs++;
        }

        return pairs;
    }
}
