using System.Text;
using Edge.Mcp.Responses;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

/// <summary>
/// A result that was filtered before is not judged again, and nothing that it stands in is judged less strictly for that.
/// </summary>
public sealed class KnownListTests
{
    private const string Result = """{"tools":[{"name":"x"},{"name":"a"},{"name":"y","inputSchema":{"k":[1.50]}}],"ttlMs":60000}""";
    private const string Message = $$"""{"jsonrpc":"2.0","id":1,"result":{{Result}}}""";

    private readonly FilteredLists _known = new();
    private readonly CountingPredicate _predicate = new("a", "b", "c");

    [Fact]
    public void A_list_is_judged_twice_and_then_known()
    {
        Assert.All(Enumerable.Range(0, 5),
            _ => Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a"}],"ttlMs":60000}}""", Apply(Message)));
        Assert.Equal(2 * 3, _predicate.Asked);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":222,"result":@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ü","result":@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@ }""")]
    public void Another_id_makes_no_other_list(string message)
    {
        Learn();
        var asked = _predicate.Asked;
        Assert.Equal(Unknown(message), Apply(message.Replace("@", Result, StringComparison.Ordinal)));
        Assert.Equal(asked, _predicate.Asked);
    }

    [Fact]
    public void An_id_behind_the_result_makes_no_other_list_either()
    {
        const string Behind = $$"""{"result":{{Result}},"jsonrpc":"2.0","id":1}""";
        Apply(Behind);
        Apply(Behind);
        var asked = _predicate.Asked;
        Assert.EndsWith("\"id\":31}", Apply(Behind.Replace("\"id\":1", "\"id\":31", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(asked, _predicate.Asked);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@,"result":{}}""")]
    [InlineData("""{"result":{},"id":1,"result":@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"Result":@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{},"result":@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@,"error":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@,"RESULT":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"params":@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"params":@,"result":{"tools":[{"name":"x"}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","params":{"result":@}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":[@]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"result":@}}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"result":@}]""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@} {}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":@@}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud800","result":@}""")]
    [InlineData("""{"id":"\"result\":@","x":1}""")]
    [InlineData("""{"id":1,"id":2,"result":@}""")]
    [InlineData("""{"__proto__":{},"result":@}""")]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":@}")]
    [InlineData("@")]
    [InlineData("")]
    public void A_known_result_in_another_place_is_judged_as_ever(string message)
    {
        Learn();
        Assert.Equal(Unknown(message), Apply(message.Replace("@", Result, StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_audience_is_judged_for_itself()
    {
        Learn();
        var other = new ListFilterOptions { Predicate = new CountingPredicate("x"), Known = _known, Audience = this };
        Assert.Contains("\"x\"", Filters.Apply(Encoding.UTF8.GetBytes(Message), other).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"x\"", Apply(Message), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_withheld_from_an_error_whether_it_is_known_or_not()
    {
        Learn();
        Assert.Equal(Filters.Withheld, Filters.Apply(Encoding.UTF8.GetBytes(Message), Options, resultAllowed: false).Text);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_withheld_around_a_known_result()
    {
        Learn();
        var message = Encoding.Latin1.GetBytes(Message.Replace("\"id\":1", "\"id\":\"\u00FF\"", StringComparison.Ordinal));
        Assert.Equal(Filters.Withheld, Filters.Apply(message, Options).Text);
    }

    [Fact]
    public void The_tools_that_are_offered_are_told_each_time()
    {
        List<string> told = [];
        var options = Options with { OnListedTool = told.Add };
        for (var i = 0; i < 4; i++)
            Filters.Apply(Encoding.UTF8.GetBytes(Message), options);
        Assert.Equal(Enumerable.Repeat<string[]>(["x", "a", "y"], 4).SelectMany(names => names), told);
    }

    [Fact]
    public void Whatever_comes_is_the_same_with_a_memory_as_without()
    {
        var piece = Gen.Elements("{", "}", "[", "]", ",", ":", "\"result\"", "\"error\"", "\"id\"", "\"Result\"", "1", "\"x\"", "\"a\"",
            "\"tools\"", Result, Result, $"\"result\":{Result}", Message, " ");
        var around = from pieces in Gen.ListOf(piece) select string.Concat(pieces);
        var property = Prop.ForAll(Arb.From(around), Arb.From(around), (before, after) =>
        {
            foreach (var message in new[] { $"{{{before}\"result\":{Result}{after}}}",
                before + after, $"{{\"id\":1{before},\"result\":{Result}{after}}}" })
            {
                Apply(message);
                Apply(message);
                if (Apply(message) != Unknown(message))
                    return false;
            }

            return true;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);
    }

    private ListFilterOptions Options => new() { Predicate = _predicate, Known = _known };

    private void Learn()
    {
        Apply(Message);
        Apply(Message);
    }

    private string Apply(string message) => Filters.Apply(Encoding.UTF8.GetBytes(message), Options).Text;

    private static string Unknown(string message) => Filters.Apply(message.Replace("@", Result, StringComparison.Ordinal));

    private sealed class CountingPredicate(params string[] names) : IListPredicate
    {
        public int Asked { get; private set; }

        public bool IsListed(ListKind kind, string name)
        {
            Asked++;
            return names.Contains(name);
        }
    }
}
