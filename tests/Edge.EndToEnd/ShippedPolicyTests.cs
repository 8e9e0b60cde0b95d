using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>The policies of config/policies in front of the real server, and what leaves it for the API.</summary>
public sealed class ShippedPolicyTests(RunpodWorld world)
{
    private static readonly string[] Destructive =
    [
        "cancel-job", "purge-endpoint-queue", "delete-cluster", "delete-endpoint", "delete-network-volume", "delete-pod", "delete-registry",
        "delete-template", "revoke-delegation", "update-ssh-keys",
    ];

    [Fact]
    public async Task The_default_policy_lists_nothing_destructive_and_lets_no_argument_past_it()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Shipped("runpod"));
        var token = McpHttp.NewToken();
        using var client = new McpHttp(edge.Url, token);
        var listed = (await client.ListToolsAsync()).ToolNames;
        Assert.Empty(listed.Intersect(Destructive));
        Assert.Contains("run-endpoint", listed);

        string[][] attempts =
        [
            ["delete-pod", """{"id":"pod-1"}"""],
            ["pod-action", """{"id":"pod-1","body":{"action":"terminate"}}"""],
            ["pod-action", """{"id":"pod-1","body":"{\"action\":\"terminate\"}"}"""],
            ["get-pod", """{"id":".."}"""],
            ["get-pod", """{"id":["pod-1","pod-2"]}"""],
            ["create-pod", """{"body":{"name":"x","image":"runpod/pytorch:2.8.0","gpu":{"id":"NVIDIA GeForce RTX 4090","count":8}}}"""],
            ["create-pod", """{"body":{"name":"x","image":"runpod/pytorch:2.8.0","gpu":{"id":"NVIDIA GeForce RTX 4090","count":"8"}}}"""],
            ["create-pod", """{"body":" {\"name\":\"x\",\"gpu\":{\"count\":8}}"}"""],
            ["create-endpoint", """{"body":{"name":"x","type":"QUEUE","image":"runpod/worker-echo:1.0","workers":{"max":50}}}"""],
            ["run-endpoint", """{"endpointId":"ep-echo","input":{},"webhook":"http://169.254.169.254/"}"""],
            ["run-endpoint",
                """{"endpointId":"ep-echo","input":{},"s3Config":"""
                    + """{"accessId":"a","accessSecret":"b","bucketName":"c","endpointUrl":"https://collector.example"}}"""],
            ["set-endpoint-gpus", """{"endpointId":"ep-echo","gpuIds":"ADA_80_PRO"}"""],
        ];
        foreach (var attempt in attempts)
            Assert.True((await client.CallAsync(attempt[0], attempt[1])).Decision is not null, $"{attempt[0]} {attempt[1]} got through");

        Assert.Empty(await world.ApiLog.OfAsync(token));
    }

    [Fact]
    public async Task No_attack_on_the_default_policy_reaches_the_API_without_a_person()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Shipped("runpod"));
        var token = McpHttp.NewToken();
        using var client = new McpHttp(edge.Url, token);
        var cases = Cases("runpod-attacks.json");
        Assert.True(cases.Count > 200);
        var passed = new List<string>();
        foreach (var attack in cases)
        {
            var answer = await client.CallAsync(attack.GetProperty("tool").GetString()!, attack.GetProperty("arguments").GetRawText());
            if (answer.Decision is not { } decision || decision.GetProperty("rule").GetString() != attack.GetProperty("rule").GetString())
                passed.Add(attack.GetProperty("case").GetString()!);
        }

        Assert.Equal("", string.Join('\n', passed));
        Assert.Empty(await world.ApiLog.OfAsync(token));
    }

    [Fact]
    public async Task Everyday_calls_reach_the_API_through_the_default_policy_without_a_person()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Shipped("runpod"));
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());
        var cases = Cases("runpod-legitimate.json").Where(c => c.GetProperty("surface").GetString() == "68").ToList();
        Assert.True(cases.Count >= 60);
        var denied = new List<string>();
        foreach (var call in cases.Where(c => !Waits(c)))
        {
            var (tool, arguments) = (call.GetProperty("tool").GetString()!, call.GetProperty("arguments").GetRawText());
            if ((await client.CallAsync(tool, arguments)).Decision is { } decision)
                denied.Add($"{tool} {arguments}: {decision.GetProperty("rule").GetString()}");
        }

        Assert.Equal("", string.Join('\n', denied));

        // Jobs that nobody started: the server would poll for them for minutes.
        static bool Waits(JsonElement call) => call.GetProperty("tool").GetString() is "stream-job" or "get-job-status";
    }

    [Fact]
    public async Task The_read_only_policy_reads_and_changes_nothing()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Shipped("runpod-read-only"));
        var token = McpHttp.NewToken();
        using var client = new McpHttp(edge.Url, token);

        Assert.Contains("ep-echo", (await client.CallAsync("list-endpoints")).ToolText, StringComparison.Ordinal);
        Assert.All((await client.ListToolsAsync()).ToolNames, name => Assert.Matches("^(list|get|stream)-|^endpoint-health$", name));
        foreach (var tool in Destructive.Concat(
            ["run-endpoint", "runsync-endpoint", "retry-job", "pod-action", "create-pod", "update-pod"]))
            Assert.NotNull((await client.CallAsync(tool)).Decision);

        Assert.Equal(["GET /v2/serverless"], await world.ApiLog.OfAsync(token));
    }

    [Fact]
    public async Task The_observing_policy_lets_everything_through()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Shipped("runpod-observe"));
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);

        Assert.Equal((await direct.ListToolsAsync()).Body, (await client.ListToolsAsync()).Body);
        var created = await client.CallAsync("create-template", """{"body":{"name":"mine","image":"anything:latest","public":true}}""");
        var id = JsonSerializer.Deserialize<JsonElement>(created.ToolText).GetProperty("id").GetString();
        Assert.Null((await client.CallAsync("delete-template", $$"""{"id":"{{id}}"}""")).Decision);

        Assert.Equal(["POST /v2/templates", $"DELETE /v2/templates/{id}"], await world.ApiLog.OfAsync(token));
    }

    private static List<JsonElement> Cases(string file)
    {
        using var cases = JsonDocument.Parse(Repository.Read("tests", "Edge.Policy.Tests", "Shipped", file));
        return [.. cases.RootElement.Clone().EnumerateArray()];
    }

    private static string Shipped(string name) => Path.Combine(Repository.Root, "config", "policies", $"{name}.json");
}
