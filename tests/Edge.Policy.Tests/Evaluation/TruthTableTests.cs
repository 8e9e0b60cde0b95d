using Edge.Policy.Calls;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

/// <summary>Compares the tables of docs/conditions.md, cell by cell, with what is decided.</summary>
public sealed class TruthTableTests
{
    private static readonly string[] Values = ["true", "false", "absent", "unevaluable"];

    public static TheoryData<string, string, string> TopCells => Cells("At the top", 3);

    public static TheoryData<string, string, string> NotCells => Cells("`not`", 1);

    public static TheoryData<string, string, string> AllCells => Cells("`all`", 4);

    public static TheoryData<string, string, string> AnyCells => Cells("`any`", 4);

    [Theory]
    [MemberData(nameof(TopCells))]
    public void Each_value_at_the_top_of_a_list_decides_as_documented(string list, string value, string expected) =>
        Assert.Equal(expected, Decide(list.Trim('`'), Leaf(value)));

    [Theory]
    [MemberData(nameof(NotCells))]
    public void Not_is_as_documented(string name, string value, string expected)
    {
        Assert.Equal("`not`", name);
        AssertValue(expected, $$"""{ "not": {{Leaf(value)}} }""");
    }

    [Theory]
    [MemberData(nameof(AllCells))]
    public void All_is_as_documented(string one, string other, string expected) =>
        AssertValue(expected, $$"""{ "all": [ {{Leaf(one)}}, {{Leaf(other)}} ] }""");

    [Theory]
    [MemberData(nameof(AnyCells))]
    public void Any_is_as_documented(string one, string other, string expected) =>
        AssertValue(expected, $$"""{ "any": [ {{Leaf(one)}}, {{Leaf(other)}} ] }""");

    // What happens in all three lists, and under `not`, tells the four values apart.
    private static void AssertValue(string expected, string condition)
    {
        foreach (var list in new[] { "require", "deny_if", "when" })
        {
            Assert.Equal(Decide(list, Leaf(expected)), Decide(list, condition));
            Assert.Equal(
                Decide(list, $$"""{ "not": {{Leaf(expected)}} }"""),
                Decide(list, $$"""{ "not": {{condition}} }"""));
        }
    }

    private static string Leaf(string value) => value switch
    {
        "true" => """{ "path": "args.one", "op": "eq", "value": 1 }""",
        "false" => """{ "path": "args.one", "op": "eq", "value": 2 }""",
        "absent" => """{ "path": "args.none", "op": "eq", "value": 1 }""",
        "unevaluable" => """{ "path": "args.one.inside", "op": "eq", "value": 1 }""",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "The table has a value that is none."),
    };

    private static string Decide(string list, string condition)
    {
        var rule = list == "when" ? $$"""{ "approval": { "when": [ {{condition}} ] } }""" : $$"""{ "{{list}}": [ {{condition}} ] }""";
        var decision = Samples.CompileRule(rule).Decide(Samples.Call("""{ "one": 1 }"""));
        return decision.Outcome switch
        {
            DecisionOutcome.Allow => "passes",
            DecisionOutcome.ApprovalRequired => $"asks: `{decision.Reason.ToSlug()}`",
            _ => $"denies: `{decision.Reason.ToSlug()}`",
        };
    }

    private static TheoryData<string, string, string> Cells(string heading, int rows)
    {
        using var stream = typeof(TruthTableTests).Assembly.GetManifestResourceStream("docs/conditions.md")!;
        using var reader = new StreamReader(stream);
        var section = reader.ReadToEnd().Split($"### {heading}\n")[1].Split("\n#")[0];
        var table = section.Split('\n').Where(line => line.StartsWith('|'))
            .Select(line => line[1..^1].Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.Equal(Values, table[0][1..]);
        Assert.Equal(rows, table.Count - 2);
        var cells = new TheoryData<string, string, string>();
        foreach (var row in table.Skip(2))
        {
            for (var column = 0; column < Values.Length; column++)
                cells.Add(row[0], Values[column], row[column + 1]);
        }

        return cells;
    }
}
