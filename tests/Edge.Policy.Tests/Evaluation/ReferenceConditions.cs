using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Text;

namespace Edge.Policy.Tests.Evaluation;

/// <summary>Evaluates conditions the slow and obvious way, over a tree of the arguments, to compare with.</summary>
internal static class ReferenceConditions
{
    public static ConditionValue Evaluate(ConditionDocument condition, JsonElement arguments, bool every)
    {
        switch (condition)
        {
            case ConditionDocument.All all:
                return First(all.Children.Select(child => Evaluate(child, arguments, every)), true);
            case ConditionDocument.Any any:
                return First(any.Children.Select(child => Evaluate(child, arguments, every)), false);
            case ConditionDocument.Not not:
                return Evaluate(not.Child, arguments, !every) switch
                {
                    ConditionValue.True => ConditionValue.False,
                    ConditionValue.False => ConditionValue.True,
                    var other => other,
                };
            default:
                var leaf = (ConditionDocument.Leaf)condition;
                return First(Values(leaf, arguments, leaf.Path.Segments.AsSpan(), arguments), every);
        }
    }

    private static ConditionValue First(IEnumerable<ConditionValue> values, bool all)
    {
        var seen = values.ToHashSet();
        ConditionValue[] order = all
            ? [ConditionValue.False, ConditionValue.Unevaluable, ConditionValue.Absent, ConditionValue.True]
            : [ConditionValue.True, ConditionValue.Unevaluable, ConditionValue.Absent, ConditionValue.False];
        return order.FirstOrDefault(seen.Contains, order[^1]);
    }

    private static List<ConditionValue> Values(ConditionDocument.Leaf leaf, JsonElement at, ReadOnlySpan<PathSegment> rest,
        JsonElement arguments)
    {
        if (rest.IsEmpty)
            return [Compare(leaf, new Found(at, leaf.Path.Function), arguments)];
        switch (rest[0].Kind)
        {
            case PathSegmentKind.Member when at.ValueKind == JsonValueKind.Object:
                var wanted = rest[0].Name!;
                if (at.EnumerateObject().Any(member => member.Name != wanted && SameButForCase(member.Name, wanted)))
                    return [ConditionValue.Unevaluable];
                return at.TryGetProperty(wanted, out var member) ? Values(leaf, member, rest[1..], arguments) : [Absent(leaf, arguments)];
            case PathSegmentKind.Index when at.ValueKind == JsonValueKind.Array:
                return rest[0].Index < at.GetArrayLength() ? Values(leaf, at[rest[0].Index], rest[1..], arguments)
                    : [Absent(leaf, arguments)];
            case PathSegmentKind.Each when at.ValueKind == JsonValueKind.Array:
                List<ConditionValue> all = [];
                foreach (var element in at.EnumerateArray())
                    all.AddRange(Values(leaf, element, rest[1..], arguments));
                return all;
            case PathSegmentKind.EachName when at.ValueKind == JsonValueKind.Object:
                var names = at.EnumerateObject().Select(each => Element(new PolicyValue.Text(each.Name)));
                return [.. names.Select(name => Compare(leaf, new Found(name, PathFunction.None), arguments))];
            case PathSegmentKind.EachValue when at.ValueKind == JsonValueKind.Object:
                return [.. at.EnumerateObject().Select(each => Compare(leaf, new Found(each.Value, PathFunction.None), arguments))];
            default:
                return [ConditionValue.Unevaluable];
        }
    }

    private static bool SameButForCase(string left, string right) =>
        string.Equals(Plain(left), Plain(right), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace('\u017f', 's').Replace('\u212a', 'k');

    private static ConditionValue Absent(ConditionDocument.Leaf leaf, JsonElement arguments)
    {
        if (leaf.Operator == ConditionOperator.Exists)
            return leaf.Value == new PolicyValue.Boolean(false) ? ConditionValue.True : ConditionValue.False;
        if (leaf.Default is not null)
            return Compare(leaf, new Found(Element(leaf.Default), PathFunction.None), arguments);
        return leaf.Optional ? ConditionValue.True : ConditionValue.Absent;
    }

    private static ConditionValue Compare(ConditionDocument.Leaf leaf, Found found, JsonElement arguments)
    {
        if (found.Read() is not { } left)
            return ConditionValue.Unevaluable;
        if (leaf.Operator == ConditionOperator.Exists)
            return Of((left.ValueKind != JsonValueKind.Null) == (leaf.Value == new PolicyValue.Boolean(true)));
        if (leaf.Operator == ConditionOperator.Type)
            return Of(((PolicyValue.Text)leaf.Value!).Value == TypeOf(left));
        if (leaf.Operator == ConditionOperator.Regex)
            return left.ValueKind == JsonValueKind.String ? Of(Regex.IsMatch(left.GetString()!, ((PolicyValue.Text)leaf.Value!).Value))
                : ConditionValue.Unevaluable;
        if (left.ValueKind == JsonValueKind.Number && Number(left) is null)
            return ConditionValue.Unevaluable;
        if (Right(leaf, arguments) is not { } right)
            return ConditionValue.Unevaluable;
        return leaf.Operator switch
        {
            ConditionOperator.Equal => Equal(left, right),
            ConditionOperator.NotEqual => Not(Equal(left, right)),
            ConditionOperator.In => Element(left, right),
            ConditionOperator.NotIn => Not(Element(left, right)),
            ConditionOperator.Contains when left.ValueKind == JsonValueKind.String =>
                right.ValueKind == JsonValueKind.String ? Of(left.GetString()!.Contains(right.GetString()!, StringComparison.Ordinal))
                : ConditionValue.Unevaluable,
            ConditionOperator.Contains => Element(right, left),
            _ when Number(left) is not { } || Number(right) is not { } => ConditionValue.Unevaluable,
            ConditionOperator.Less => Of(Number(left) < Number(right)),
            ConditionOperator.LessOrEqual => Of(Number(left) <= Number(right)),
            ConditionOperator.Greater => Of(Number(left) > Number(right)),
            _ => Of(Number(left) >= Number(right)),
        };
    }

    private static JsonElement? Right(ConditionDocument.Leaf leaf, JsonElement arguments)
    {
        if (leaf.Value is not null)
            return Element(leaf.Value);
        var at = arguments;
        foreach (var segment in leaf.OtherPath!.Segments)
        {
            if (at.ValueKind != JsonValueKind.Object
                || at.EnumerateObject().Any(member => member.Name != segment.Name && SameButForCase(member.Name, segment.Name!))
                || !at.TryGetProperty(segment.Name!, out at))
                return null;
        }

        return new Found(at, leaf.OtherPath.Function).Read();
    }

    private static ConditionValue Element(JsonElement value, JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? First(list.EnumerateArray().Select(element => Equal(value, element)), false)
        : ConditionValue.Unevaluable;

    private static ConditionValue Equal(JsonElement left, JsonElement right)
    {
        if ((left.ValueKind == JsonValueKind.Number && Number(left) is null)
            || (right.ValueKind == JsonValueKind.Number && Number(right) is null))
            return ConditionValue.Unevaluable;
        if (left.ValueKind != right.ValueKind)
            return ConditionValue.False;
        switch (left.ValueKind)
        {
            case JsonValueKind.Number:
                return Of(Number(left) == Number(right));
            case JsonValueKind.String:
                return Of(left.GetString() == right.GetString());
            case JsonValueKind.Array:
                return left.GetArrayLength() != right.GetArrayLength()
                    ? ConditionValue.False
                    : First(left.EnumerateArray().Zip(right.EnumerateArray(), Equal), true);
            case JsonValueKind.Object:
                return left.GetPropertyCount() != right.GetPropertyCount()
                    ? ConditionValue.False
                    : First(left.EnumerateObject().Select(member => right.TryGetProperty(member.Name, out var other)
                    ? Equal(member.Value, other) : ConditionValue.False), true);
            default:
                return ConditionValue.True;
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && ExactNumber.TryRead(Encoding.UTF8.GetBytes(value.GetRawText()), out var number) ? number
        : null;

    private static ConditionValue Of(bool statement) => statement ? ConditionValue.True : ConditionValue.False;

    private static ConditionValue Not(ConditionValue value) => value switch
    {
        ConditionValue.True => ConditionValue.False,
        ConditionValue.False => ConditionValue.True,
        _ => value,
    };

    private static JsonElement Element(PolicyValue value) => JsonDocument.Parse(GeneratedPolicies.Write(value)).RootElement;

    private readonly record struct Found(JsonElement Value, PathFunction Function)
    {
        public JsonElement? Read() => (Function, Value.ValueKind) switch
        {
            (PathFunction.None, _) => Value,
            (PathFunction.Keys, JsonValueKind.Object) =>
                JsonSerializer.SerializeToElement(Value.EnumerateObject().Select(member => member.Name)),
            (PathFunction.Length, JsonValueKind.Object) => JsonSerializer.SerializeToElement(Value.GetPropertyCount()),
            (PathFunction.Length, JsonValueKind.Array) => JsonSerializer.SerializeToElement(Value.GetArrayLength()),
            (PathFunction.Length, JsonValueKind.String) => JsonSerializer.SerializeToElement(Value.GetString()!.EnumerateRunes().Count()),
            (PathFunction.Bytes, _) => JsonSerializer.SerializeToElement(Encoding.UTF8.GetByteCount(Value.GetRawText())),
            _ => null,
        };
    }
}
