using System.Text;
using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Gateway.Keys;
using Edge.Testing;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>Calls of revision 2026-07-28 whose clients show addresses to their person, seen from the wire.</summary>
public sealed class ReturnedCallTests
{
    private const string Urls = """{"elicitation":{"url":{}}}""";

    private static readonly string[] Modern = ["MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: buy"];

    [Fact]
    public async Task The_client_is_asked_to_show_the_address_and_its_return_passes_once_without_Edge_s_part()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider(),
            settings: ("Edge:Admin:PublicUrl", "https://admin.example.com"));
        var (id, state) = await AskAsync(edge, Call());
        await edge.ApproveAsync(id);
        var back =
            Call(more: $" , \"inputResponses\" : {{ \"edge.approval\" : {{\"action\":\"accept\"}} }} , \"requestState\":\"{state}\" ");
        Assert.Null(await edge.CallAsync(back, Modern));
        var sent = Assert.Single(edge.Server.Received);
        Assert.Equal(Call(), Encoding.UTF8.GetString(sent.Body));
        Assert.Equal(sent.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), sent.Headers["Content-Length"]);

        // The same again is a new call with an old state.
        Assert.NotEqual(id, (await edge.CallAsync(back, Modern))!.Value.GetProperty("approval").GetProperty("id").GetString());
        Assert.Single(edge.Server.Received);
    }

    [Fact]
    public async Task The_server_s_own_state_and_answers_are_put_back_as_they_were_sent()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider());
        var call = Call(more: ""","requestState":"of\u0020the server", "inputResponses":{"q" : {"action":"accept","content":{"n":1.0}}}""");
        var (id, state) = await AskAsync(edge, call);
        await edge.ApproveAsync(id);
        Assert.Null(await edge.CallAsync(Back(state), Modern));
        Assert.Equal(
            Call(more: ",\"inputResponses\":{\"q\" : {\"action\":\"accept\",\"content\":{\"n\":1.0}}},\"requestState\":\"of\\u0020the "
                + "server\""),
            Encoding.UTF8.GetString(Assert.Single(edge.Server.Received).Body));
    }

    [Fact]
    public async Task Answers_to_questions_that_were_not_asked_with_the_state_are_refused()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider());
        var (id, state) = await AskAsync(edge, Call(more: ""","inputResponses":{"q":{}}"""));
        await edge.ApproveAsync(id);
        await RefusedAsync(edge, Back(state).Replace("\"edge.approval\"", "\"other\":{},\"edge.approval\"", StringComparison.Ordinal),
            Modern);
    }

    [Fact]
    public async Task Without_state_of_Edge_s_every_byte_passes_as_it_was_sent()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        await edge.ApproveAsync(await edge.AskAsync(Call(capabilities: "{}"), Modern));
        var call = Call(more: """ , "requestState" : "edge.not ours", "inputResponses" : { "edge.approval" : { "action" : "accept" } }""",
            capabilities: "{}");
        Assert.Null(await edge.CallAsync(call, Modern));
        Assert.Equal(call, Encoding.UTF8.GetString(Assert.Single(edge.Server.Received).Body));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"elicitation":{}}""")]
    [InlineData("""{"elicitation":{"form":{}}}""")]
    [InlineData("""{"elicitation":{"url":true}}""")]
    [InlineData("""{"elicitation":[]}""")]
    public async Task A_client_that_declares_no_addresses_is_answered_at_once(string capabilities)
    {
        await using var edge = await ApprovalPlay.StartAsync();
        Assert.Contains("\"isError\":true", (await edge.PostAsync(Call(capabilities: capabilities), Modern)).Text);
    }

    [Fact]
    public async Task A_client_of_an_older_revision_is_answered_at_once()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var call = Call().Replace("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",", "", StringComparison.Ordinal);
        Assert.Contains("\"isError\":true", (await edge.PostAsync(call)).Text);
    }

    [Fact]
    public async Task A_call_that_comes_back_before_anybody_answered_is_not_asked_again_in_a_circle()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider());
        var (id, state) = await AskAsync(edge, Call());
        var answer = await edge.PostAsync(Back(state), Modern);
        Assert.Contains("\"isError\":true", answer.Text);
        Assert.Equal(id, ApprovalPlay.DecisionOf(answer)!.Value.GetProperty("approval").GetProperty("id").GetString());
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("accept", true)]
    [InlineData("decline", false)]
    [InlineData("cancel", false)]
    public async Task A_call_that_comes_back_waits_where_the_policy_lets_it_and_its_person_went_to_look(string action, bool waits)
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        var (id, state) = await AskAsync(edge, Call());
        var call = edge.CallAsync(Back(state, action), Modern);
        if (waits)
        {
            await edge.HeldAsync(1);
            await edge.ApproveAsync(id);
        }

        Assert.Equal(waits, await call is null);
        Assert.Equal(waits ? 1 : 0, edge.Server.Received.Count);
    }

    [Fact]
    public async Task A_state_that_was_changed_or_given_for_another_call_is_refused()
    {
        var clock = new ManualTimeProvider();
        using var folder =
            new GrantFolder(
            """{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } }, { "id": "b", "tokenHashes": [ "<B>" """
                + """], "servers": { "server": {} } } ] }""");
        await using var edge = await ApprovalPlay.StartAsync(clock: clock, settings: folder.Settings());
        string[] a = [.. Modern, $"Authorization: Bearer {GrantFolder.TokenA}"],
            b = [.. Modern, $"Authorization: Bearer {GrantFolder.TokenB}"];
        var (id, state) = await AskAsync(edge, Call(), a);
        await edge.ApproveAsync(id);

        await RefusedAsync(edge, Back(state[..^1] + (state[^1] == 'A' ? 'E' : 'A')), a);
        await RefusedAsync(edge, Back(state), b);
        await RefusedAsync(edge, Back(state).Replace("\"n\":1", "\"n\":2", StringComparison.Ordinal), a);
        var seal = new ApprovalSeal(edge.Services.GetRequiredService<EdgeKeys>());
        var sealedCall = seal.Open(state)!;
        await RefusedAsync(edge, Back(seal.Close(sealedCall with { Server = "other" })), a);
        await RefusedAsync(edge, Back(seal.Close(sealedCall with { Grant = "b" })), a);
        await RefusedAsync(edge, Back(seal.Close(sealedCall with { Digest = new string('0', 64) })), a);
        await RefusedAsync(edge, Back(seal.Close(sealedCall with { ServerState = Encoding.UTF8.GetBytes("\"a\", \"name\": \"free\"") })),
            a);
        clock.Advance(TimeSpan.FromMinutes(30));
        await RefusedAsync(edge, Back(state), a);
    }

    [Fact]
    public async Task What_a_state_carries_of_the_server_s_is_bounded()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var call = Call(more: $",\"requestState\":\"{new string('x', 17_000)}\"");
        Assert.Contains("\"isError\":true", (await edge.PostAsync(call, Modern)).Text);
    }

    [Fact]
    public async Task A_state_is_not_read_in_calls_of_older_revisions()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider());
        var (id, state) = await AskAsync(edge, Call());
        await edge.ApproveAsync(id);
        var old = Back(state).Replace("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",", "", StringComparison.Ordinal);
        Assert.Null(await edge.CallAsync(old));
        Assert.Equal(old, Encoding.UTF8.GetString(Assert.Single(edge.Server.Received).Body));
    }

    private static async Task RefusedAsync(EdgeHost edge, string call, string[] headers)
    {
        edge.Server.Forget();
        var answer = await edge.PostAsync(call, headers);
        Assert.Equal(400, answer.Status);
        // What is left is read strictly too: put together so, it names a member twice.
        Assert.Contains(JsonDocument.Parse(answer.Body).RootElement.GetProperty("error").GetProperty("code").GetInt32(),
            (int[])[-32602, -32600]);
        Assert.Empty(edge.Server.Received);
    }

    private static async Task<(string Id, string State)> AskAsync(EdgeHost edge, string call, string[]? headers = null)
    {
        var answer = await edge.PostAsync(call, headers ?? Modern);
        var result = JsonDocument.Parse(answer.Body).RootElement.GetProperty("result");
        Assert.Equal("input_required", result.GetProperty("resultType").GetString());
        var question = result.GetProperty("inputRequests").GetProperty("edge.approval");
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        Assert.Equal("url", question.GetProperty("params").GetProperty("mode").GetString());
        var approval = result.GetProperty("_meta").GetProperty("edge.policy/decision").GetProperty("approval");
        Assert.Equal(approval.GetProperty("url").GetString(), question.GetProperty("params").GetProperty("url").GetString());
        Assert.EndsWith($"/approvals/{approval.GetProperty("id").GetString()}", approval.GetProperty("url").GetString(),
            StringComparison.Ordinal);
        return (approval.GetProperty("id").GetString()!, result.GetProperty("requestState").GetString()!);
    }

    private static string Back(string state, string action = "accept") =>
        Call(more: $",\"inputResponses\":{{\"edge.approval\":{{\"action\":\"{action}\"}}}},\"requestState\":\"{state}\"");

    private static string Call(string more = "", string capabilities = Urls) =>
        """{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"buy","arguments":{"n":1},"_meta":"""
        + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","""
        + $"\"io.modelcontextprotocol/clientInfo\":{{\"name\":\"t\",\"version\":\"1\"}},\"io.modelcontextprotocol/clientCapabilities\":{capabilities}}}{more}}}}}";
}
