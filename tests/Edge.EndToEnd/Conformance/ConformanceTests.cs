using System.Text.Json;

namespace Edge.EndToEnd.Conformance;

/// <summary>
/// A server behind Edge conforms as it does without Edge, by the official suite 0.2.0-alpha.12; docs/conformance.md says what is compared.
/// </summary>
public sealed class ConformanceTests(SuiteRun suite) : IClassFixture<SuiteRun>
{
    [Theory]
    [InlineData("2025-11-25", 33, 84)]
    [InlineData("2026-07-28", 50, 196)]
    public void Every_check_of_the_suite_passes_directly_and_through_Edge(string requirements, int scenarios, int passed)
    {
        var run = suite.Of("allow", requirements);

        Assert.Equal(scenarios, run.GetProperty("scenarios").GetArrayLength());
        Assert.Equal((passed, 0), Counts(run.GetProperty("direct")));
        Assert.Equal((passed, 0), Counts(run.GetProperty("through")));
    }

    [Theory]
    [InlineData("2025-11-25", 2)]
    [InlineData("2026-07-28", 20)]
    public void Status_and_details_differ_only_where_that_is_named_and_justified(string requirements, int inOtherWords)
    {
        var run = suite.Of("allow", requirements);

        Assert.True(run.GetProperty("unjustified").GetArrayLength() == 0, run.GetProperty("unjustified").ToString());
        Assert.True(run.GetProperty("unneeded").GetArrayLength() == 0, run.GetProperty("unneeded").ToString());
        Assert.Equal((0, inOtherWords), Differences(run));
        Assert.Equal(0, suite.Code);
    }

    [Theory]
    [InlineData("2025-11-25", "dns-rebinding-protection", 1, 2)]
    [InlineData("2026-07-28", "dns-rebinding-protection", 1, 2)]
    [InlineData("2026-07-28", "http-header-validation", 4, 14)]
    public void What_a_careless_server_lets_pass_Edge_refuses(string requirements, string scenario, int passedDirectly,
    int passedThroughEdge)
    {
        var run = suite.Result.GetProperty("lenient").EnumerateArray().Single(one =>
            one.GetProperty("requirements").GetString() == requirements
            && one.GetProperty("scenarios")[0].GetProperty("name").GetString() == scenario);

        Assert.Equal(passedDirectly, Counts(run.GetProperty("direct")).Passed);
        Assert.NotEqual(0, Counts(run.GetProperty("direct")).Failed);
        Assert.Equal((passedThroughEdge, 0), Counts(run.GetProperty("through")));
        Assert.Equal(0, run.GetProperty("kinds").GetProperty("worse").GetInt32());
        Assert.NotEqual(0, run.GetProperty("kinds").GetProperty("improved").GetInt32());
    }

    /// <summary>
    /// Two scenarios look at no content and stay green when everything is denied: only their details say that nothing was called.
    /// </summary>
    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public void The_comparison_fails_where_everything_is_denied(string requirements)
    {
        var differences = suite.Of("deny", requirements).GetProperty("differences").EnumerateArray().ToDictionary(
            one => one.GetProperty("key").GetString()!,
            one => $"{one.GetProperty("kind").GetString()}: {one.GetProperty("direct").GetString()}, {one.GetProperty("through")
                .GetString()}");

        Assert.Equal("worse: SUCCESS, FAILURE", differences["tools-call-image tools-call-image 1"]);
        Assert.Equal("worse: SUCCESS, FAILURE", differences["resources-read-text resources-read-text 1"]);
        Assert.Equal("worse: SUCCESS, FAILURE", differences["prompts-get-simple prompts-get-simple 1"]);
        Assert.Equal("said: SUCCESS, SUCCESS", differences["tools-call-simple-text tools-call-simple-text 1"]);
        Assert.Equal("said: SUCCESS, SUCCESS", differences["tools-call-error tools-call-error 1"]);
        Assert.NotEqual(0, suite.Of("deny", requirements).GetProperty("unjustified").GetArrayLength());
    }

    [Fact]
    public async Task The_page_says_what_was_compared_and_what_differs()
    {
        var said = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "conformance.md"));
        var expected = suite.Result.GetProperty("page").EnumerateArray().Select(line => line.GetString()!).Where(line => line.Length > 0);

        Assert.Equal(expected, said.Where(line => line.StartsWith('|')));
    }

    private static (int Passed, int Failed) Counts(JsonElement counts) => (Count(counts, "SUCCESS"), Count(counts, "FAILURE"));

    private static (int Worse, int Said) Differences(JsonElement run) =>
        (Count(run.GetProperty("kinds"), "worse"), Count(run.GetProperty("kinds"), "said"));

    private static int Count(JsonElement counts, string name) => counts.TryGetProperty(name, out var count) ? count.GetInt32() : 0;
}
