using System.Net;
using System.Text;
using Edge.Mcp;
using Edge.Mcp.Json;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Evaluation;
using Edge.Policy.Matching;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Tests.Mcp;

/// <summary>What Edge.Mcp and Edge.Policy both know, because neither refers to the other, is the same.</summary>
public sealed class TwiceKeptFactsTests
{
    [Fact]
    public void The_policy_knows_every_method_that_is_read()
    {
        Assert.Equal((PublishedMethods.ToolsCall, PublishedMethods.Initialize), (Methods.ToolsCall, Methods.Initialize));
        var asked = Methods.Known.Select(method => method.Name)
            .Where(name => name != Methods.ToolsCall && !name.StartsWith(PublishedMethods.TaskPrefix, StringComparison.Ordinal))
            .Except(PublishedMethods.Others);
        Assert.Equal(PublishedMethods.Housekeeping.Order(), asked.Order());
    }

    [Fact]
    public void The_policy_asks_for_the_target_that_is_read()
    {
        foreach (var method in Methods.Known.Where(method => method.Name != Methods.ToolsCall))
        {
            var expected = method.Source switch
            {
                NameSource.Uri => "resource",
                NameSource.Name => "prompt",
                NameSource.Ref => "reference",
                _ => "nothing",
            };
            Assert.Equal((method.Name, expected), (method.Name, TargetOf(method.Name)));
        }
    }

    [Fact]
    public void A_tools_name_that_is_read_is_one_that_a_policy_decides_on()
    {
        Assert.Equal(ToolName.MaxLength, ToolNameRule.MaxLength);
        var names = Enumerable.Range(0, 0x180).Select(c => $"a{(char)c}b")
            .Concat(new[] { 0, 1, 127, 128, 129 }.Select(length => new string('a', length)));
        Assert.All(names, name => Assert.Equal(ToolName.IsValid(name), ToolNameRule.IsValid(Encoding.UTF8.GetBytes(name))));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:0:0:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:0:8000::", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::1", "::2", true)]
    [InlineData("::ffff:0:0", "0.0.0.0", true)]
    [InlineData("::192.0.2.1", "192.0.2.1", false)]
    [InlineData(null, "0.0.0.0", false)]
    [InlineData(null, "::", null)]
    public void Flood_limits_and_limits_of_policies_take_the_same_addresses_for_one_client(string? one, string other, bool? isOne)
    {
        var (a, b) = (one is null ? null : IPAddress.Parse(one), IPAddress.Parse(other));
        Assert.Equal(isOne ?? false, CountOf(a) == CountOf(b));
        // To the flood limits a caller without an address and the unspecified address are one.
        Assert.Equal(isOne ?? true, ClientNetwork.Of(a) == ClientNetwork.Of(b));
    }

    private static string TargetOf(string method) => PublishedMethods.NeedsResource(method) ? "resource"
        : PublishedMethods.NeedsPrompt(method) ? "prompt"
        : PublishedMethods.NeedsReference(method) ? "reference" : "nothing";

    private static string CountOf(IPAddress? address)
    {
        const string Policy = """
            { "version": "1", "default": "deny",
              "tools": { "t": { "limits": [ { "counter": "n", "max": 1, "window": "day", "scope": "ip" } ] } } }
            """;
        var reading = PolicyParser.Read("policy.json", Encoding.UTF8.GetBytes(Policy));
        var call = new Call { Method = Methods.ToolsCall, Tool = "t", Address = address };
        PolicyCompiler.Compile("p", new string('0', 64), reading.Document!).Decide(call);
        return Convert.ToHexString(call.Charges.KeyOf(call.Charges.Items[0]));
    }
}
