using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

public sealed class StreamingTests(RunpodWorld world, StreamingTests.Gateway edge) : IClassFixture<StreamingTests.Gateway>
{
    private const string Policy =
        """{ "version": "1", "default": "deny", "tools": { "run-endpoint": {}, "stream-job": {}, "runsync-endpoint": {},"""
        + """ "get-job-status": {}, "stream-pod-logs": {} } }""";

    [Fact]
    public async Task Stream_job_answers_its_headers_while_the_job_still_runs_and_then_every_chunk_once()
    {
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);
        var job = Tool(await client.CallAsync("run-endpoint", """{"endpointId":"ep-echo","input":{"chunks":5,"runMs":3000}}"""))
            .GetProperty("id").GetString();
        var arguments = $$"""{"endpointId":"ep-echo","jobId":"{{job}}"}""";

        using var response = await client.SendAsync(McpHttp.CallMessage("stream-job", arguments));
        var meanwhile = Tool(await direct.CallAsync("get-job-status", arguments));
        var streamed = Tool(await McpAnswer.ReadAsync(response));

        Assert.Equal("IN_PROGRESS", meanwhile.GetProperty("status").GetString());
        Assert.Equal("COMPLETED", streamed.GetProperty("status").GetString());
        Assert.Equal(
            Enumerable.Range(1, 5).Select(i => $"chunk {i} of 5"),
            streamed.GetProperty("stream").EnumerateArray().Select(chunk => chunk.GetProperty("output").GetString()));
    }

    [Fact]
    public async Task Logs_pass_as_the_server_collects_them()
    {
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());

        var logs = Tool(await client.CallAsync("stream-pod-logs", """{"podId":"pod-1"}"""));

        Assert.Equal(["line 1", "line 2", "line 3"], logs.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("line").GetString()));
    }

    [Fact]
    public async Task When_the_caller_leaves_the_server_is_left_too()
    {
        var token = McpHttp.NewToken();
        using var client = new McpHttp(edge.Url, token);

        using (await client.SendAsync(McpHttp.CallMessage("runsync-endpoint", """{"endpointId":"ep-echo","input":{"runMs":20000}}""")))
        {
            // The headers are there and the answer is not: the caller leaves now.
        }

        var deadline = TimeProvider.System.GetTimestamp();
        while (!(await world.ServerLog.ReadAsync(token)).Any(entry => entry.TryGetProperty("left", out var left) && left.GetBoolean()))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(10),
                "the request to the server went on without its caller");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static JsonElement Tool(McpAnswer answer) => JsonSerializer.Deserialize<JsonElement>(answer.ToolText);

    public sealed class Gateway(RunpodWorld world) : SharedEdge(world, Policy);
}
