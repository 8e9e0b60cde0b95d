using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

public sealed class ReloadTests(RunpodWorld world)
{
    private const string Allowing = """{ "version": "1", "default": "deny", "tools": { "list-endpoints": {} } }""";
    private const string Denying =
        """{ "version": "1", "default": "deny", "tools": { "list-endpoints": { "action": "deny", "reason": "not today" } } }""";

    [Fact]
    public async Task A_changed_policy_holds_without_a_restart()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Allowing);
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());
        Assert.Null((await client.CallAsync("list-endpoints")).Decision);

        await File.WriteAllTextAsync(edge.PolicyFile, Denying);
        var written = TimeProvider.System.GetTimestamp();
        McpAnswer answer;
        do
        {
            Assert.True(TimeProvider.System.GetElapsedTime(written) < Patience.Long, "the changed policy was not taken");
            answer = await client.CallAsync("list-endpoints");
        }
        while (answer.Decision is null);

        Assert.Equal(("denied", "/tools/list-endpoints/action"), (answer.Reason, answer.Rule));
        Assert.Contains("not today", answer.ToolText, StringComparison.Ordinal);
        Assert.Empty((await client.ListToolsAsync()).ToolNames);
    }

    [Fact]
    public async Task A_broken_policy_is_refused_with_its_errors_and_the_last_good_one_stays()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Denying);
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());

        await File.WriteAllTextAsync(edge.PolicyFile,
            """{ "version": "1", "default": "deny", "tools": { "list-endpoints": { "limts": [] } } }""");
        await edge.SaysAsync("policy_unknown_member at /tools/list-endpoints/limts: unknown member 'limts' (did you mean 'limits'?)");
        Assert.Equal("denied", (await client.CallAsync("list-endpoints")).Reason);

        await File.WriteAllTextAsync(edge.PolicyFile, Allowing);
        var written = TimeProvider.System.GetTimestamp();
        while ((await client.CallAsync("list-endpoints")).Decision is not null)
            Assert.True(TimeProvider.System.GetElapsedTime(written) < Patience.Long, "the repaired policy was not taken");
    }
}
