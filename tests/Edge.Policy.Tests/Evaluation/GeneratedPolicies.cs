using System.Collections.Immutable;
using System.Text.Json;
using Edge.Policy.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Policy.Tests.Evaluation;

/// <summary>Generators of arguments and of conditions over few names and values, so that they often meet.</summary>
internal static class GeneratedPolicies
{
    private static readonly SourcePlace Place = new("/tools/t/require/0", 1, 1);

    private static readonly string[] Types = ["string", "number", "boolean", "object", "array", "null"];

    private static Gen<string> Name => Gen.Frequency(
        (8, Gen.Elements("a", "b", "k")),
        (1, Gen.Elements("A", "B", "\\u212a", "\u212a", "\\u0061", "c")));

    private static Gen<string> Scalar => Gen.Elements(
        "0", "1", "1.0", "2", "1e0", "-1", "1e400", "9007199254740993", "\"1\"", "\"x\"", "\"\\u0078\"", "\"xyx\"", "\"\"",
            "\"\u00e9\\ud83d\\ude00\"", "true", "false", "null");

    /// <summary>The text of an object.</summary>
    public static Gen<string> Arguments => Gen.Sized(size => Object(Math.Min(size / 12, 4)));

    /// <summary>A condition that may stand in <c>deny_if</c>, and with <paramref name="optional"/> in <c>require</c>.</summary>
    public static Gen<ConditionDocument> Condition(bool optional) => Gen.Sized(size => Condition(Math.Min(size / 25, 3), optional));

    /// <summary>Up to <paramref name="most"/> conditions that may stand in any list.</summary>
    public static Gen<ConditionDocument[]> Conditions(int most) =>
        Gen.Choose(0, most).SelectMany(count => Condition(optional: false).ArrayOf(count));

    public static string Write(PolicyValue value) => value switch
    {
        PolicyValue.Text text => JsonSerializer.Serialize(text.Value),
        PolicyValue.Number number => JsonSerializer.Serialize(number.Value),
        PolicyValue.Boolean boolean => boolean.Value ? "true" : "false",
        PolicyValue.List list => $"[{string.Join(',', list.Items.Select(Write))}]",
        PolicyValue.Map map => $"{{{string.Join(',',
            map.Members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{Write(member.Value)}"))}}}",
        _ => "null",
    };

    private static Gen<string> Value(int depth) => depth == 0 ? Scalar
        : Gen.Frequency((3, Scalar), (3, Object(depth - 1)), (3, Array(depth - 1)));

    private static Gen<string> Object(int depth) =>
        from names in Name.ListOf().Resize(5)
        let unique = names.DistinctBy(name => JsonSerializer.Deserialize<string>($"\"{name}\"")).ToArray()
        from values in Value(depth).ArrayOf(unique.Length)
        select $"{{ {string.Join(", ", unique.Zip(values, (name, value) => $"\"{name}\": {value}"))} }}";

    private static Gen<string> Array(int depth) => Value(depth).ListOf().Resize(4).Select(values => $"[{string.Join(" ,", values)}]");

    private static Gen<ConditionDocument> Condition(int depth, bool optional) => depth == 0
        ? Leaf(optional)
        : Gen.Frequency(
            (3, Leaf(optional)),
            (2, Children(depth - 1, optional).Select(ConditionDocument (children) => new ConditionDocument.All(children, null, Place))),
            (2, Children(depth - 1, optional).Select(ConditionDocument (children) => new ConditionDocument.Any(children, null, Place))),
            (1, Condition(depth - 1, false).Select(ConditionDocument (child) => new ConditionDocument.Not(child, null, Place))));

    private static Gen<ImmutableArray<ConditionDocument>> Children(int depth, bool optional) =>
        Condition(depth, optional).NonEmptyListOf().Resize(3).Select(children => children.ToImmutableArray());

    private static Gen<ConditionDocument> Leaf(bool optional) => Gen.Frequency((6, AnyLeaf(optional)), (1, Named));

    /// <summary>Whether an object has a member, by its name alone, which is looked for in a way of its own.</summary>
    private static Gen<ConditionDocument> Named =>
        from path in Path(true)
        from name in Gen.Elements("a", "b", "k", "A", "\u212a", "c")
        select (ConditionDocument)new ConditionDocument.Leaf(path with { Function = PathFunction.Keys }, ConditionOperator.Contains, null,
        Place)
        {
            Value = new PolicyValue.Text(name),
        };

    private static Gen<ConditionDocument> AnyLeaf(bool optional) =>
        from path in PathOrEvery
        from op in Gen.Elements(Enum.GetValues<ConditionOperator>())
        from value in Literal(op)
        from other in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from otherPath in Path(false)
        from absence in Gen.Choose(0, 3)
        from otherwise in Literal(ConditionOperator.Equal)
        let comparesPaths = other && op is not (ConditionOperator.Exists or ConditionOperator.Type or ConditionOperator.Regex)
        select (ConditionDocument)new ConditionDocument.Leaf(path, op, null, Place)
        {
            Value = comparesPaths ? null : value,
            OtherPath = comparesPaths ? otherPath : null,
            Default = absence == 0 && op != ConditionOperator.Exists ? otherwise : null,
            Optional = absence == 1 && optional && op != ConditionOperator.Exists,
        };

    private static Gen<ValuePath> Path(bool all) =>
        from segments in (all
            ? Gen.Frequency((6, Gen.Elements("a", "b", "k").Select(PathSegment.Member)), (2, Gen.Constant(PathSegment.Each)),
            (1, Gen.Choose(0, 1).Select(PathSegment.Element)))
            : Gen.Elements("a", "b", "k").Select(PathSegment.Member)).ListOf().Resize(4)
        from function in Gen.Frequency((6, Gen.Constant(PathFunction.None)), (1, Gen.Elements(Enum.GetValues<PathFunction>())))
        select new ValuePath(PathRoot.Arguments, null, [.. segments], function, "args");

    /// <summary>A path, or one to every name or every value of an object, which ends there.</summary>
    private static Gen<ValuePath> PathOrEvery =>
        from path in Path(true)
        from last in Gen.Elements(PathSegment.EachName, PathSegment.EachValue)
        from isEvery in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select isEvery ? path with { Segments = path.Segments.Add(last), Function = PathFunction.None } : path;

    private static Gen<PolicyValue> Literal(ConditionOperator op) => op switch
    {
        ConditionOperator.Exists => Gen.Elements(true, false).Select(PolicyValue (value) => new PolicyValue.Boolean(value)),
        ConditionOperator.Type => Gen.Elements(Types).Select(PolicyValue (value) => new PolicyValue.Text(value)),
        ConditionOperator.Regex => Gen.Elements("^x", "[yz]", "^$", "1").Select(PolicyValue (value) => new PolicyValue.Text(value)),
        ConditionOperator.In or ConditionOperator.NotIn => Stated(1).ListOf().Resize(4)
            .Select(PolicyValue (items) => new PolicyValue.List([.. items])),
        _ => Stated(2),
    };

    private static Gen<PolicyValue> Stated(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Elements(0, 1, 2, -1.0).Select(PolicyValue (number) => new PolicyValue.Number(number)),
            Gen.Elements("1", "x", "xyx", "y", "", "\u00e9\ud83d\ude00").Select(PolicyValue (text) => new PolicyValue.Text(text)),
            Gen.Elements(true, false).Select(PolicyValue (value) => new PolicyValue.Boolean(value)),
            Gen.Constant<PolicyValue>(new PolicyValue.Null()));
        if (depth == 0)
            return scalar;
        var list = Stated(depth - 1).ListOf().Resize(3).Select(PolicyValue (items) => new PolicyValue.List([.. items]));
        var map = Stated(depth - 1).ListOf().Resize(3).Select(PolicyValue (items) =>
            new PolicyValue.Map([.. items.Zip(["a", "b", "k"], (value, name) => KeyValuePair.Create(name, value))]));
        return Gen.Frequency((4, scalar), (1, list), (1, map));
    }
}
