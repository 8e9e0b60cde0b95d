namespace Edge.EndToEnd.AdminConsole;

/// <summary>The console in a real Chromium, and the admin API as its description has it. The scenarios are in node/console.</summary>
public sealed class ConsoleTests(ConsoleRun run) : IClassFixture<ConsoleRun>
{
    [Theory]
    [InlineData("signIn")]
    [InlineData("wrongTokens")]
    [InlineData("forged")]
    [InlineData("keyboard")]
    [InlineData("decisions")]
    [InlineData("evil")]
    [InlineData("flood")]
    [InlineData("approvals")]
    [InlineData("limits")]
    [InlineData("policies")]
    [InlineData("servers")]
    [InlineData("phone")]
    [InlineData("pictures")]
    [InlineData("api")]
    public void Each_scenario_goes_as_it_should(string scenario) => run.Passed(scenario);

    [Fact]
    public void No_scenario_is_left_out() => Assert.Equal(14, run.Scenarios.Count());

    [Fact]
    public void Every_page_was_photographed_light_dark_and_on_a_phone()
    {
        var pictures = Directory.GetFiles(Path.Combine(Repository.Root, "artifacts", "screenshots"), "*.png")
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        foreach (var page in new[] { "sign-in", "decisions", "decision", "drawer", "approvals", "limits", "policy", "editor", "mistakes",
            "servers" })
            Assert.All(["light", "dark", "phone"], style => Assert.Contains($"{page}-{style}", pictures));
    }
}
