using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Matching;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class LeafTestTests
{
    private static readonly PolicyValue[] s_literals =
    [
        new PolicyValue.Text("a"), new PolicyValue.Text("string"), new PolicyValue.Text("null"), new PolicyValue.Number(1),
            new PolicyValue.Boolean(true),
        new PolicyValue.Boolean(false), new PolicyValue.Null(), new PolicyValue.List([]),
            new PolicyValue.List([new PolicyValue.Text("a"), new PolicyValue.Number(1)]),
        new PolicyValue.List([new PolicyValue.Boolean(true), new PolicyValue.Null(), new PolicyValue.List([]), new PolicyValue.Map([])]),
            new PolicyValue.Map([]),
    ];

    private static readonly string[] s_values =
        ["null", "true", "false", "0", "1", "9007199254740993", "1e400", "\"\"", "\"a\"", "\"b\"", "[]", "[1]", "[\"a\"]", "{}",
        "{\"a\":1}"];

    [Fact]
    public void What_a_type_decides_is_what_the_value_decides()
    {
        Assert.True(PolicyRegex.TryCreate("a", out var regex, out _));
        var decided = 0;
        foreach (var op in Enum.GetValues<ConditionOperator>())
        {
            foreach (var literal in s_literals)
            {
                var test = new LeafTest(op, literal, null, op == ConditionOperator.Regex ? regex : null);
                foreach (var value in s_values)
                {
                    var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value));
                    reader.Read();
                    var byType = test.ForType(reader.TokenType);
                    if (byType == ConditionValue.None)
                        continue;
                    decided++;
                    Assert.True(byType == test.Apply(Operand.Sent(reader), default), $"{op} {literal} of {value}: {byType} by its type");
                }
            }
        }

        Assert.InRange(decided, 700, 1500);
    }
}
