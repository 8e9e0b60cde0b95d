using System.Text.RegularExpressions;
using Edge.Testing;

namespace Edge.Benchmarks.Gateways;

/// <summary>The policies that are measured, as files.</summary>
internal static partial class BenchPolicies
{
    private const string Conditions = """
        "require": [
          { "path": "args.endpointId", "op": "regex", "value": "^[A-Za-z0-9_-]{1,64}$" },
          { "path": "args.count", "op": "lte", "value": 8, "default": 1 },
          { "path": "args.gpu", "op": "in", "optional": true, "value": [ "L4", "A40" ] },
          { "any": [ { "path": "args.note", "op": "type", "value": "string" }, { "path": "args.note", "op": "exists", "value": false } ] }
            ],
        "deny_if": [ { "path": "args.webhook", "op": "exists", "value": true },
          { "path": "args.keys()", "op": "contains", "value": "s3Config" } ],
        """;

    private static readonly string[] Windows = ["second", "minute", "hour", "day"];

    /// <summary>What is measured besides the shipped policy: how many tools, limits, and whether with six conditions.</summary>
    public static readonly (string Name, int Tools, int Limits, bool Conditions)[] Variants =
    [
        ("1 tool", 1, 0, false), ("70 tools", 70, 0, false), ("2,000 tools", 2000, 0, false),
        ("1 limit", 70, 1, false), ("4 limits", 70, 4, false), ("6 conditions", 70, 0, true), ("6 conditions and 1 limit", 70, 1, true),
    ];

    /// <summary>Writes all of them into <paramref name="folder"/>.</summary>
    public static void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "shipped.json"), TextOf("shipped"));
        foreach (var (name, tools, limits, conditions) in Variants)
            File.WriteAllText(Path.Combine(folder, $"{Workloads.Slug(name)}.json"), Text(tools, limits, conditions));
    }

    /// <summary>The text of one of them, by its name.</summary>
    public static string TextOf(string name)
    {
        if (name != "shipped")
            return Array.Find(Variants, v => v.Name == name) is { Name: not null } variant
                ? Text(variant.Tools, variant.Limits, variant.Conditions)
                : throw new ArgumentException($"no policy '{name}'", nameof(name));
        // With room: its rules, conditions and counts are asked as ever, and never run out.
        var shipped = File.ReadAllText(Path.Combine(Repository.Root, "config", "policies", "runpod.json"));
        return Rates().Replace(Maxima().Replace(shipped, "\"max\": 1000000000"), "\"1000000000/$1\"");
    }

    private static string Text(int tools, int limits, bool conditions)
    {
        var counts = Enumerable.Range(0, limits)
            .Select(i => $$"""{ "counter": "c{{i}}", "window": "{{Windows[i]}}", "max": 1000000000, "scope": "grant" }""");
        var rule = $$"""{ {{(conditions ? Conditions : "")}} "limits": [ {{string.Join(", ", counts)}} ] }""";
        var rules = Enumerable.Range(0, tools).Select(i => $"\"tool-{i}\": {(i == 0 ? rule : "{}")}");
        return $$"""{ "version": "1", "default": "deny", "tools": { {{string.Join(", ", rules)}} } }""";
    }

    [GeneratedRegex("\"max\": *[0-9]+")]
    private static partial Regex Maxima();

    [GeneratedRegex("\"[0-9]+/(second|minute|hour|day)\"")]
    private static partial Regex Rates();
}
