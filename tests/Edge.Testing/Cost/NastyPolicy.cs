using System.Text;

namespace Edge.Testing.Cost;

/// <summary>
/// A policy that <c>edge check</c> accepts and that asks as much as it can of one argument: every operator, expressions of hundreds of
/// steps, hundreds of paths and conditions, costs and scopes. Its rule is for the tool <c>t</c>, its argument is <c>v</c>.
/// </summary>
public static class NastyPolicy
{
    private const int Many = 300;

    /// <summary>A part that is looked for, and that a text of its first letter nearly has everywhere.</summary>
    public static string Part { get; } = new string('a', 1000) + "b";

    /// <summary>A text for which the policy's expressions have all of their steps open.</summary>
    public static string Heavy(int length) => new('a', length);

    /// <summary>The policy's JSON.</summary>
    public static string Text { get; } = Write();

    private static string Write()
    {
        List<string> denyIf =
        [
            .. Paths("args.v[*].name").Select(path => Leaf(path, "eq", "7")),
            .. Paths("args.v.name").Select(path => Leaf(path, "eq", "7")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v[*]", "regex", $"\"([ab]{{1,20}}a){{3}}c{i}\"")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v", "regex", $"\"([ab]{{1,40}}a){{3}}c{i}\"")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v", "contains", $"\"{Part}{i}\"")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v[*]", "contains", $"\"{Part}{i}\"")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v", "eq", $"[{i}, {{ \"x\": [ 1, 2, {{ \"y\": \"q\" }} ] }}]")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v[*]", "eq", $"{{ \"x\": [ 1, 2, {{ \"y\": \"q{i}\" }} ] }}")),
            Leaf("args.v[*]", "in", $"[ {string.Join(", ", Enumerable.Range(0, Many).Select(i => $"\"none-{i}\""))} ]"),
            Leaf("args.v[*].a[*].b", "gt", "5"),
            Leaf("args.v[*][*]", "gt", "5"),
            Leaf("args.v[*][*][*]", "gt", "5"),
            Leaf("args.v[0][*]", "gt", "5"),
            Leaf("args.v[*][0]", "gt", "5"),
            Leaf("args.v[100000]", "gt", "5"),
            Leaf("args.v.a.a.a.a.a.a.a.a", "gt", "5"),
            Leaf("args.v.length()", "lt", "0"),
            Leaf("args.v[*].length()", "lt", "0"),
            Leaf("args.v.bytes()", "lt", "0"),
            Leaf("args.v[*].bytes()", "lt", "0"),
            Leaf("args.v.keys()", "contains", "\"none\""),
            Leaf("args.v.keys()[*]", "regex", "\"([ab]{1,20}a){3}c\""),
            Leaf("args.v.values()[*]", "regex", "\"([ab]{1,20}a){3}c\""),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v", "contains", $"{{ \"path\": \"args.v[{i}]\" }}")),
            .. Enumerable.Range(0, 20).Select(i => Leaf("args.v", "eq", $"{{ \"path\": \"args.w{i}\" }}")),
            .. Enumerable.Range(0, 20).Select(i => Leaf($"args.w{i}", "in", "{ \"path\": \"args.v\" }")),
            .. Enumerable.Range(0, 20).Select(_ => Leaf("grant.id", "in", "{ \"path\": \"args.v\" }")),
        ];
        var limits = Enumerable.Range(0, 20).Select(i =>
            $$"""{ "counter": "c{{i}}", "window": "minute", "max": 1000000, "scope": [ "grant", "args.v[{{i}}]" ],"""
            + $$""" "increment_from": "args.v[{{i}}]", "increment_default": 1, "increment_table": { "path": "args.v", "values": { "a": """
            + $$"""2 }, "default": 1 } }""");
        return new StringBuilder(
            """{ "version": "1", "default": "deny", "mode": "shadow", "tools": { "t": { "action": "require_approval", "approval": {"""
                + """ "when": [ """)
            .AppendJoin(", ", denyIf.Take(40)).Append(" ] }, \"deny_if\": [ ")
            .AppendJoin(", ", denyIf).Append(" ], \"limits\": [ ").AppendJoin(", ", limits).Append(" ] } } }").ToString();
    }

    private static IEnumerable<string> Paths(string start) => Enumerable.Range(0, Many).Select(i => $"{start}{i}");

    private static string Leaf(string path, string op, string value) => $$"""{ "path": "{{path}}", "op": "{{op}}", "value": {{value}} }""";
}
