using System.Reflection;
using System.Text.Json;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.BadPolicies;

/// <summary>
/// What can be said of the schema without a validator; <c>schema-check.mjs</c> of the end-to-end tests checks it over all policies.
/// </summary>
public sealed class SchemaTests
{
    private static readonly JsonDocument Schema = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "config", "policies", "policy.schema.json")),
        new JsonDocumentOptions { AllowDuplicateProperties = false });

    [Fact]
    public void The_schema_has_every_member_of_the_format_and_no_other()
    {
        var names = Fields().Select(f => f.GetValue(null)).OfType<string[]>().SelectMany(n => n).Distinct().Order(StringComparer.Ordinal);
        var properties = All(Schema.RootElement).Where(p => p.Name == "properties").SelectMany(p => p.Value.EnumerateObject())
            .Select(p => p.Name);
        Assert.Equal(names.Append("values").Distinct().Order(StringComparer.Ordinal), properties.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_schema_has_every_word_of_the_format()
    {
        var words = Fields().Select(f => f.GetValue(null)).OfType<object>()
            .Where(t => t.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(WordTable<>))
            .SelectMany(t => (IEnumerable<string>)t.GetType().GetProperty("Words")!.GetValue(t)!)
            .Distinct().ToArray();
        Assert.True(words.Length > 30);
        var text = Schema.RootElement.GetRawText();
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_member_is_described_for_editors()
    {
        var rule = Schema.RootElement.GetProperty("$defs").GetProperty("rule").GetProperty("properties").EnumerateObject();
        Assert.All(Schema.RootElement.GetProperty("properties").EnumerateObject().Concat(rule),
            p => Assert.True(p.Value.TryGetProperty("description", out _), p.Name));
    }

    [Fact]
    public void The_codes_that_only_the_parser_can_refuse_are_these()
    {
        var listed =
            JsonSerializer.Deserialize<string[]>(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "BadPolicies", "parser-only-codes.json")))!;
        Assert.Equal(
            [
                // The file as bytes and as JSON: a schema sees what another reader made of it.
                "policy_too_large", "policy_byte_order_mark", "policy_not_utf8", "policy_json_syntax", "policy_too_deep",
                    "policy_lone_surrogate", "policy_duplicate_key",
                "policy_too_many_mistakes",

                // Grammars and bounds that a schema approaches.
                "policy_invalid_pattern", "policy_invalid_path", "policy_invalid_window", "policy_invalid_duration",
                    "policy_inexact_number",

                // What takes an engine, or a look across members.
                "policy_regex_invalid", "policy_regex_unsupported", "policy_pattern_tie", "policy_counter_conflict",
            ],
            listed);
        Assert.Subset(Codes.All.ToHashSet(), listed.ToHashSet());
    }

    private static FieldInfo[] Fields() =>
        [.. new[] { typeof(FormWords), typeof(ResultWords) }.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))];

    private static IEnumerable<JsonProperty> All(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => All(p.Value).Prepend(p)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(All),
        _ => [],
    };
}
