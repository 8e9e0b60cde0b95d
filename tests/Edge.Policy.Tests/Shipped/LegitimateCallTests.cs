using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>Reads, jobs on one's own endpoints, stopping and harmless changes pass the default policy without a person.</summary>
public sealed class LegitimateCallTests
{
    public static TheoryData<string> Calls => [.. RunpodData.Legitimate.Select(c => c.ToString())];

    [Theory]
    [MemberData(nameof(Calls))]
    public void An_everyday_call_is_allowed(string name)
    {
        var call = RunpodData.Legitimate.Single(c => c.ToString() == name);
        var judged = JudgedPolicy.Standard.Judge(call.Tool, call.Arguments.GetRawText());
        Assert.Equal(("allowed", $"/tools/{call.Tool}"), (judged.Reason, judged.Rule));
    }

    [Fact]
    public void There_are_many_of_both_surfaces()
    {
        Assert.True(RunpodData.Legitimate.Count(c => c.Surface == "68") >= 60);
        Assert.True(RunpodData.Legitimate.Count(c => c.Surface == "36") >= 20);
    }

    [Fact]
    public void They_use_only_arguments_that_the_server_has()
    {
        foreach (var call in RunpodData.Legitimate)
        {
            var known = RunpodArguments.Of(call.Surface, call.Tool);
            Assert.All(call.Arguments.EnumerateObject(), member => Assert.True(known.ContainsKey(member.Name), $"{call}: {member.Name}"));
        }
    }
}
