using System.Text.RegularExpressions;

namespace Edge.EndToEnd;

public sealed partial class DemoTests
{
    [Fact]
    public async Task The_demo_ends_with_every_decision_as_expected()
    {
        await using var demo = ChildProgram.StartNode("the demo", "demo.mjs", ["--edge", Repository.Edge]);
        var code = await demo.ExitAsync();

        Assert.True(code == 0, demo.Output);
        Assert.Contains("each as expected", demo.Output, StringComparison.Ordinal);
        Assert.Contains("none of a denied call", demo.Output, StringComparison.Ordinal);
        Assert.Contains("reader  run-endpoint       deny", demo.Output, StringComparison.Ordinal);
        Assert.Contains("runner  run-endpoint       allow", demo.Output, StringComparison.Ordinal);
        Assert.Contains("nobody is at the terminal: the demo says yes", demo.Output, StringComparison.Ordinal);
        // Each row ends with a trace of its own.
        var traces = Trace().Matches(demo.Output).Select(match => match.Value).ToList();
        Assert.Equal(28, traces.Distinct().Count());
        Assert.Equal(28, traces.Count);
        var shown = Repository.Read("README.md").Split("\n## Change one line")[0];
        Assert.Equal(Rows(shown), Rows(demo.Output));
    }

    // What is played and decided, without times and traces; how often a limit lets through depends on the clock.
    private static List<string> Rows(string text) =>
    [
        .. text.Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => Trace().IsMatch(line) && !line.Contains('×', StringComparison.Ordinal))
            .Select(line => Milliseconds().Replace(line[..^32].TrimEnd(), "")),
    ];

    [Fact]
    public async Task The_demo_fails_when_the_policy_lets_through_what_it_should_deny()
    {
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(policy, """{ "version": "1", "default": "allow" }""");
        try
        {
            await using var demo = ChildProgram.StartNode("the demo", "demo.mjs", ["--edge", Repository.Edge, "--policy", policy]);
            Assert.Equal(1, await demo.ExitAsync());
            Assert.Contains("not as expected", demo.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(policy);
        }
    }

    [GeneratedRegex(" +[0-9]+$")]
    private static partial Regex Milliseconds();

    [GeneratedRegex("[0-9a-f]{32}$", RegexOptions.Multiline)]
    private static partial Regex Trace();
}
