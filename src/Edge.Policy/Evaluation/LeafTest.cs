using System.Buffers;
using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;
using Edge.Policy.Matching;

namespace Edge.Policy.Evaluation;

/// <summary>
/// One operator with what it compares with, prepared (policy-format.md, Condition: the table of operators). Immutable; thread-safe.
/// </summary>
internal sealed class LeafTest(ConditionOperator op, PolicyValue? literal, ValueSource? other, LinearRegex? regex)
{
    private const int MaxRegexBytes = 64 * 1024;

    // The time of a search is the product of both lengths, and a caller may choose both.
    private const int MaxSentPart = 1024;

    private readonly StatedList? _list = literal is PolicyValue.List items ? new StatedList(items) : null;
    private readonly OperandKind _type = literal is PolicyValue.Text { Value: var name } ? TypeNamed(name) : OperandKind.Absent;

    /// <summary>Whether the test compares with a value that is only known once all arguments were walked over.</summary>
    public bool ComparesWithArgument => other is { Path.Root: PathRoot.Arguments };

    /// <summary>The text that a value has to contain; null for any other test.</summary>
    public string? ContainedText => op == ConditionOperator.Contains && literal is PolicyValue.Text text ? text.Value : null;

    /// <summary>The path of what is compared with; null for a literal.</summary>
    public ValueSource? Other => other;

    /// <summary>The value of the leaf for a path that leads to nothing and has neither a default nor is optional.</summary>
    public ConditionValue WhenAbsent => op == ConditionOperator.Exists ? Exists(false) : ConditionValue.Absent;

    /// <summary>
    /// The value of the leaf for every value whose first token is <paramref name="token"/>, where the type decides it; otherwise none.
    /// </summary>
    public ConditionValue ForType(JsonTokenType token) => op switch
    {
        // No value begins with these.
        _ when Operand.KindOf(token) == OperandKind.Unevaluable => ConditionValue.None,
        ConditionOperator.Exists => Exists(token != JsonTokenType.Null),
        ConditionOperator.Type => HasType(Operand.KindOf(token)),
        ConditionOperator.Regex => IsText(token) ? ConditionValue.None : ConditionValue.Unevaluable,
        // Of a number the digits count too: it may change on its way through a double.
        _ when literal is null || token is JsonTokenType.Number => ConditionValue.None,
        ConditionOperator.Equal => EqualsType(token, literal),
        ConditionOperator.NotEqual => ConditionValues.Not(EqualsType(token, literal)),
        ConditionOperator.In when _list is { HasOnlyTextsAndNumbers: true } && !IsText(token) => ConditionValue.False,
        ConditionOperator.NotIn when _list is { HasOnlyTextsAndNumbers: true } && !IsText(token) => ConditionValue.True,
        ConditionOperator.Less or ConditionOperator.LessOrEqual or ConditionOperator.Greater or ConditionOperator.GreaterOrEqual
            when literal is PolicyValue.Number => ConditionValue.Unevaluable,
        ConditionOperator.Contains when !IsText(token) && token != JsonTokenType.StartArray => ConditionValue.Unevaluable,
        _ => ConditionValue.None,
    };

    /// <summary>The value of the leaf for a value that is there.</summary>
    public ConditionValue Apply(scoped in Operand left, scoped in EvaluationFrame frame)
    {
        if (left.Kind is OperandKind.Unevaluable or OperandKind.Absent)
            return ConditionValue.Unevaluable;
        if (op == ConditionOperator.Exists)
            return Exists(left.Kind != OperandKind.Null);
        if (op == ConditionOperator.Type)
            return HasType(left.Kind);
        if (op == ConditionOperator.Regex)
            return IsMatch(left, frame);
        if (left.Kind == OperandKind.Number && !left.TryGetNumber(frame, out _))
            return ConditionValue.Unevaluable;
        if (literal is not null)
            return Compare(left, literal, frame);
        return other is null ? ConditionValue.Unevaluable : Compare(left, other.Read(frame), frame);
    }

    private static bool IsText(JsonTokenType token) => token is JsonTokenType.String or JsonTokenType.PropertyName;

    private static ConditionValue EqualsType(JsonTokenType token, PolicyValue right) => (token, right) switch
    {
        (JsonTokenType.String or JsonTokenType.PropertyName, PolicyValue.Text) => ConditionValue.None,
        (JsonTokenType.StartArray, PolicyValue.List) or (JsonTokenType.StartObject, PolicyValue.Map) => ConditionValue.None,
        (JsonTokenType.Null, PolicyValue.Null) => ConditionValue.True,
        (JsonTokenType.True, PolicyValue.Boolean boolean) => ConditionValues.Of(boolean.Value),
        (JsonTokenType.False, PolicyValue.Boolean boolean) => ConditionValues.Of(!boolean.Value),
        _ => ConditionValue.False,
    };

    // The common comparisons without an operand for the literal, which is large to make.
    private ConditionValue Compare(scoped in Operand left, PolicyValue right, scoped in EvaluationFrame frame) => op switch
    {
        ConditionOperator.Equal => Equality.Of(left, right, frame),
        ConditionOperator.NotEqual => ConditionValues.Not(Equality.Of(left, right, frame)),
        ConditionOperator.In when _list is not null => _list.Has(left, frame),
        ConditionOperator.NotIn when _list is not null => ConditionValues.Not(_list.Has(left, frame)),
        ConditionOperator.Less or ConditionOperator.LessOrEqual or ConditionOperator.Greater or ConditionOperator.GreaterOrEqual
            when right is PolicyValue.Number bound =>
                left.TryGetNumber(frame, out var number) ? Order(number, bound.Value) : ConditionValue.Unevaluable,
        _ => Compare(left, Operand.OfStated(right), frame),
    };

    private ConditionValue Compare(scoped in Operand left, scoped in Operand right, scoped in EvaluationFrame frame)
    {
        // What is compared with nothing was not compared: that must not pass for a comparison that does not match.
        if (right.Kind is OperandKind.Absent or OperandKind.Unevaluable)
            return ConditionValue.Unevaluable;
        return op switch
        {
            ConditionOperator.Equal => Equality.Of(left, right, frame),
            ConditionOperator.NotEqual => ConditionValues.Not(Equality.Of(left, right, frame)),
            ConditionOperator.In => IsElement(left, right, frame),
            ConditionOperator.NotIn => ConditionValues.Not(IsElement(left, right, frame)),
            ConditionOperator.Contains => left.Kind == OperandKind.Text ? IsPart(right, left, frame) : IsElement(right, left, frame),
            _ => left.TryGetNumber(frame, out var number) && right.TryGetNumber(frame, out var bound) ? Order(number, bound)
                : ConditionValue.Unevaluable,
        };
    }

    private ConditionValue Exists(bool isThere) =>
        literal is PolicyValue.Boolean expected ? ConditionValues.Of(isThere == expected.Value) : ConditionValue.Unevaluable;

    private ConditionValue Order(double number, double bound) => op switch
    {
        ConditionOperator.Less => ConditionValues.Of(number < bound),
        ConditionOperator.LessOrEqual => ConditionValues.Of(number <= bound),
        ConditionOperator.Greater => ConditionValues.Of(number > bound),
        ConditionOperator.GreaterOrEqual => ConditionValues.Of(number >= bound),
        _ => ConditionValue.Unevaluable,
    };

    private static ConditionValue IsElement(scoped in Operand value, scoped in Operand list, scoped in EvaluationFrame frame)
    {
        if (list.Kind is not (OperandKind.List or OperandKind.Names))
            return ConditionValue.Unevaluable;
        var seen = ConditionValue.None;
        var elements = new ElementCursor(list);
        while (elements.MoveNext())
        {
            seen |= frame.TrySpend(WorkBudget.Move) ? Equality.Of(value, elements.Current, frame) : ConditionValue.Unevaluable;
            if ((seen & ConditionValue.True) != 0 || !frame.HasWork)
                break;
        }

        frame.TrySpend(WorkBudget.Pass(elements.Consumed));
        return ConditionValues.OfAny(seen);
    }

    private static ConditionValue IsPart(scoped in Operand part, scoped in Operand text, scoped in EvaluationFrame frame)
    {
        if (part.Kind != OperandKind.Text)
            return ConditionValue.Unevaluable;
        if (part.IsSent && SentText.RawLength(part.Json) > MaxSentPart)
            return ConditionValue.Unevaluable;
        if (text.IsSent && !frame.TrySpend(WorkBudget.Text(text.Json)))
            return ConditionValue.Unevaluable;
        using var needle = SentText.Of(part);
        using var haystack = SentText.Of(text);
        return frame.TrySpend(WorkBudget.Contains(needle.Utf8, haystack.Utf8))
            ? ConditionValues.Of(haystack.Utf8.IndexOf(needle.Utf8) >= 0)
            : ConditionValue.Unevaluable;
    }

    private ConditionValue IsMatch(scoped in Operand left, scoped in EvaluationFrame frame)
    {
        if (left.Kind != OperandKind.Text || regex is null)
            return ConditionValue.Unevaluable;
        var sent = left.IsSent ? SentText.RawLength(left.Json) : 0;
        if (sent > 6L * MaxRegexBytes
            || !frame.TrySpend(WorkBudget.Search(regex.Steps, sent) + (left.IsSent ? WorkBudget.Text(left.Json) : 0)))
            return ConditionValue.Unevaluable;
        using var text = SentText.Of(left);
        if (text.Utf8.Length > MaxRegexBytes)
            return ConditionValue.Unevaluable;
        var chars = ArrayPool<char>.Shared.Rent(text.Utf8.Length);
        var length = Encoding.UTF8.GetChars(text.Utf8, chars);
        var value = IsMatch(regex, chars.AsSpan(0, length), frame);
        ArrayPool<char>.Shared.Return(chars);
        return value;
    }

    // A caller chooses the text, so that a search may take no longer the larger the expression is, nor the more values there are.
    private static ConditionValue IsMatch(LinearRegex regex, ReadOnlySpan<char> text, scoped in EvaluationFrame frame)
    {
        if (!regex.CanSearch(text.Length))
            return ConditionValue.Unevaluable;
        var matches = regex.IsMatch(text, WorkBudget.RegexSteps(frame.WorkLeft), out var work);
        return frame.TrySpend(WorkBudget.Searched(work)) && matches is { } known ? ConditionValues.Of(known) : ConditionValue.Unevaluable;
    }

    private ConditionValue HasType(OperandKind kind) => _type switch
    {
        OperandKind.Absent => ConditionValue.Unevaluable,
        OperandKind.True => ConditionValues.Of(kind is OperandKind.True or OperandKind.False),
        OperandKind.List => ConditionValues.Of(kind is OperandKind.List or OperandKind.Names),
        _ => ConditionValues.Of(kind == _type),
    };

    private static OperandKind TypeNamed(string name) => name switch
    {
        "string" => OperandKind.Text,
        "number" => OperandKind.Number,
        "boolean" => OperandKind.True,
        "object" => OperandKind.Map,
        "array" => OperandKind.List,
        "null" => OperandKind.Null,
        _ => OperandKind.Absent,
    };
}
