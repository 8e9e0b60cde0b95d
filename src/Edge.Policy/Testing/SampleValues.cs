// Only written here: no text of others is read into nodes.
#pragma warning disable RS0030
using System.Text.Json.Nodes;
using Edge.Policy.Documents;

namespace Edge.Policy.Testing;

/// <summary>Values at and around the bounds of a condition, some of which meet it and some of which do not.</summary>
internal static class SampleValues
{
    private const int MaxLength = 1000;

    private static readonly string[] Texts = ["a", "abc", "abc123", "abc-1", "a b", "1", "x/y:1", "a@example.com", "https://example.com/a"];

    /// <summary>The values to try at a leaf's path. What they mean to the leaf, only the engine says.</summary>
    public static IEnumerable<JsonNode?> Of(ConditionDocument.Leaf leaf)
    {
        var number = leaf.Value is PolicyValue.Number { Value: var value } ? value : 1;
        switch (leaf.Path.Function)
        {
            case PathFunction.Length or PathFunction.Bytes:
                var least = Math.Max(0, (int)Math.Min(number, MaxLength) - 4);
                return Enumerable.Range(least, 6).SelectMany(length => new JsonNode?[]
                {
                    new string('a', length),
                    new JsonArray([.. Enumerable.Range(0, length).Select(_ => (JsonNode?)0)]),
                });
            case PathFunction.Keys:
                return Names(leaf.Value).Append("x").Select(name => (JsonNode?)new JsonObject { [name] = "a" });
        }

        var stated = leaf.Value is PolicyValue.List list ? list.Items.Select(Node) : leaf.Value is null ? [] : new[] { Node(leaf.Value) };
        IEnumerable<JsonNode?> tried = leaf.Operator switch
        {
            ConditionOperator.Less or ConditionOperator.LessOrEqual or ConditionOperator.Greater or ConditionOperator.GreaterOrEqual =>
                [number, number - 1, number + 1, number / 2],
            ConditionOperator.Contains => [.. stated, .. stated.Select(one => new JsonArray(one?.DeepClone())), "x", new JsonArray()],
            ConditionOperator.Regex => [.. Matching(leaf), .. Texts.Select(text => (JsonNode?)text), ""],
            ConditionOperator.Type => ["a", 1, true, new JsonArray(), new JsonObject(), null],
            ConditionOperator.Exists => ["a", null],
            _ => [.. stated, "x", .. leaf.Value is PolicyValue.Number ? [number + 1] : Array.Empty<JsonNode?>(), 0, true, false],
        };
        return leaf.Default is null ? tried : tried.Append(Node(leaf.Default));
    }

    // The parts of an expression that stand for themselves, each for one alternative.
    private static IEnumerable<JsonNode?> Matching(ConditionDocument.Leaf leaf) =>
        leaf.Value is PolicyValue.Text { Value: var pattern }
            ? pattern.Split('|').Select(part => (JsonNode?)string.Concat(part.Where(StandsForItself)))
            : [];

    private static bool StandsForItself(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '/' or ':' or '.';

    private static IEnumerable<string> Names(PolicyValue? value) => value switch
    {
        PolicyValue.Text text => [text.Value],
        PolicyValue.List list => list.Items.OfType<PolicyValue.Text>().Select(text => text.Value),
        _ => [],
    };

    /// <summary>A stated value as a node of JSON.</summary>
    public static JsonNode? Node(PolicyValue value) => JsonNode.Parse(ConditionWords.Json(value));
}
