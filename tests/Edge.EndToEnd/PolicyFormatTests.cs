using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>The two policies with which the policy format begins, to the letter, in front of the real server.</summary>
public sealed class PolicyFormatTests(RunpodWorld world)
{
    private const string OnlyStreamJob = """
        { "version": "1", "default": "deny", "tools": { "stream-job": {} } }
        """;

    private const string TenAMinute = """
        { "version": "1", "default": "deny",
          "tools": { "runsync-endpoint": { "limits": [
            { "counter": "runsync-endpoint_rate", "window": "minute", "max": 10, "scope": "grant" } ] } } }
        """;

    [Fact]
    public async Task With_only_stream_job_allowed_that_tool_is_listed_and_works_and_every_other_is_denied()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, OnlyStreamJob);
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);
        var submitted = (await direct.CallAsync("run-endpoint", """{"endpointId":"ep-echo","input":{"chunks":2,"runMs":100}}""")).ToolText;
        var job = JsonSerializer.Deserialize<JsonElement>(submitted).GetProperty("id").GetString();

        Assert.Equal(["stream-job"], (await client.ListToolsAsync()).ToolNames);

        var streamed = await client.CallAsync("stream-job", $$"""{"endpointId":"ep-echo","jobId":"{{job}}"}""");
        Assert.Contains("chunk 2 of 2", streamed.ToolText, StringComparison.Ordinal);

        var before = await world.ApiLog.OfAsync(token);
        foreach (var tool in (await direct.ListToolsAsync()).ToolNames.Where(name => name != "stream-job"))
        {
            var denied = await client.CallAsync(tool);
            Assert.Equal(("not_listed", "/default"), (denied.Reason, denied.Rule));
        }

        Assert.Equal(before, await world.ApiLog.OfAsync(token));
    }

    [Fact]
    public async Task With_ten_runsyncs_a_minute_the_eleventh_is_denied_and_says_when_to_try_again()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, TenAMinute);
        using var warm = new McpHttp(edge.Url, McpHttp.NewToken());
        Assert.Equal(["runsync-endpoint"], (await warm.ListToolsAsync()).ToolNames);

        // A minute may end between the first call and the last: then once more, in the next one.
        for (var attempt = 1; ; attempt++)
        {
            var token = McpHttp.NewToken();
            using var client = new McpHttp(edge.Url, token);
            var minute = Minute();
            var allowed = 0;
            McpAnswer answer;
            while ((answer = await client.CallAsync("runsync-endpoint",
                """{"endpointId":"ep-echo","input":{"runMs":1}}""")).Decision is null)
                Assert.True(++allowed <= 20, "a limit of ten a minute let more than twenty calls through two minutes");
            if (Minute() != minute && attempt == 1)
                continue;

            Assert.Equal(10, allowed);
            Assert.Equal(("rate_limited", "/tools/runsync-endpoint/limits/0"), (answer.Reason, answer.Rule));
            var seconds = answer.Decision.Value.GetProperty("retryAfterSeconds").GetInt32();
            Assert.InRange(seconds, 1, 60);
            Assert.Contains($"retry-after: {seconds}", answer.Headers);
            Assert.Contains($"Try again in {seconds} second", answer.ToolText, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Repeat("POST /serverless/ep-echo/runsync", 10), await world.ApiLog.OfAsync(token));
            return;
        }
    }

    private static long Minute() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60;
}
