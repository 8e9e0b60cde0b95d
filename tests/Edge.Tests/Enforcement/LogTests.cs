using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>What an operator reads of servers and callers that are not as they should be: one line with names, then sums.</summary>
public sealed class LogTests
{
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{}}}""";
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_server_that_is_down_is_one_line_with_server_address_and_reason_and_then_a_sum()
    {
        var port = FreePort.Next();
        await using var edge = await EdgeHost.StartAsync(
            EdgeHost.AllowOne, clock: _clock,
            settings: [("ReverseProxy:Clusters:server:Destinations:primary:Address", $"http://127.0.0.1:{port}/")]);
        for (var i = 0; i < 5; i++)
            Assert.Equal(502, (await edge.PostAsync(Call)).Status);

        var line = Assert.Single(Lines(edge, "ServerFailed"));
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Null(line.Exception);
        Assert.StartsWith(
            $"Server 'server' at http://127.0.0.1:{port}/ cannot be reached, in 'tools/call' 'allowed' of 'anonymous': Connection refused",
            line.Message, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith("(4 times in 10 s).", Lines(edge, "ServerFailed")[^1].Message, StringComparison.Ordinal);
        Assert.Equal(2, Lines(edge, "ServerFailed").Count);
    }

    [Fact]
    public async Task A_redirect_is_a_warning_that_says_where_to()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = static (context, _) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "https://elsewhere.example/mcp?key=secret";
            return Task.CompletedTask;
        };
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowOne, server, _clock);
        await edge.PostAsync(Call);
        await edge.PostAsync(Call);
        var line = Assert.Single(Lines(edge, "Redirected"));
        Assert.Equal(
            (LogLevel.Warning, "Server 'server' answered with status 307, a redirect to https://elsewhere.example, which is not followed: "
                + "set the cluster's address to where it leads ('tools/call' 'allowed')."),
            (line.Level, line.Message));
    }

    [Theory]
    [InlineData(205)]
    [InlineData(304)]
    [InlineData(306)]
    public async Task A_status_that_is_no_answer_and_no_redirect_is_a_warning_that_names_it(int status)
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowOne, server, _clock);
        await edge.PostAsync(Call);
        Assert.Empty(Lines(edge, "Redirected"));
        Assert.Equal(
            $"Server 'server' at {server.Address} answered with status {status}, in 'tools/call' 'allowed' of 'anonymous': that is no "
                + "answer to a call.",
            Assert.Single(Lines(edge, "ServerFailed")).Message);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_decoded_is_a_warning_that_says_so()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Answer = (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "deflate";
            return ScriptedServer.Json(context, "{}");
        };
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowOne, server, _clock);
        await edge.PostAsync(List);
        Assert.EndsWith(
            " gave no whole answer, in 'tools/list' of 'anonymous': the body is not valid deflate.",
            Assert.Single(Lines(edge, "ServerFailed")).Message);
    }

    [Theory]
    [InlineData("ctx:get-docs")]
    [InlineData("Create CIFS Share")]
    public async Task A_tool_whose_name_is_invalid_is_one_warning_and_on_record(string name)
    {
        await using var server = await ScriptedServer.StartAsync();
        var tools = $$"""[{"name":"allowed"},{"name":"{{name}}"},{"name":"allowed"}]""";
        server.Answer = (context, _) => ScriptedServer.Json(context, $$$"""{"jsonrpc":"2.0","id":1,"result":{"tools":{{{tools}}}}}""");
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowOne, server, _clock);
        for (var i = 0; i < 3; i++)
            Assert.EndsWith("""{"tools":[{"name":"allowed"}]}}""", (await edge.PostAsync(List)).Text, StringComparison.Ordinal);

        Assert.Equal(
            [
                $"Dropped the tool '{name}' from the list of 'server', because it has a name that is not made of 1 to 128 letters, digits, "
                    + "underscores, dots, slashes and hyphens: agents can neither see nor call it.",
                "Dropped the tool 'allowed' from the list of 'server', because it repeats a name: agents can neither see nor call it.",
            ],
            Lines(edge, "Invalid").Select(line => line.Message));
        Assert.All(Lines(edge, "Invalid"), line => Assert.Equal(LogLevel.Warning, line.Level));
    }

    [Theory]
    [InlineData("MCP-Protocol-Version: 2025-11-25", "MCP-Protocol-Version is '2025-11-25', and the body says '2026-07-28'")]
    [InlineData("X-Nothing: 1", "MCP-Protocol-Version is nothing, and the body says '2026-07-28'")]
    public async Task A_mismatch_of_header_and_body_is_a_warning_with_both(string header, string expected)
    {
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowOne, clock: _clock);
        const string body = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{},
             "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            """;
        for (var i = 0; i < 3; i++)
            Assert.Equal(400, (await edge.PostAsync(body, header)).Status);
        var line = Assert.Single(Lines(edge, "Refused"));
        Assert.Equal(
            (LogLevel.Warning, $"Refused a request from 127.0.0.1 to 'server' ('tools/call' 'allowed') with status 400: "
                + $"header_mismatch: {expected}."),
            (line.Level, line.Message));
    }

    [Fact]
    public async Task Calls_without_a_token_are_one_line_and_then_sums_however_many_they_are()
    {
        using var folder = new Grants.GrantFolder();
        await using var edge = await EdgeHost.StartAsync(clock: _clock, settings: folder.Settings());
        for (var i = 0; i < 50; i++)
            Assert.Equal(401, (await edge.PostAsync(Call)).Status);
        var line = Assert.Single(Lines(edge, "Refused"));
        Assert.Equal("Refused a request from 127.0.0.1 to '/mcp' with status 401: unauthenticated.", line.Message);
        Assert.DoesNotContain(edge.Logs.Lines, other => other.Message.Contains("challenge", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith("(49 times in 10 s).", Lines(edge, "Refused")[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_denials_of_a_caller_are_logged_one_by_one_and_the_rest_in_sums()
    {
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowOne, clock: _clock);
        for (var i = 0; i < 250; i++)
            await edge.PostAsync(Call.Replace("allowed", "other", StringComparison.Ordinal));
        Assert.Equal(100, Lines(edge, "Denied").Count);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith("(150 times in 10 s).", Lines(edge, "Denied")[^1].Message, StringComparison.Ordinal);
    }

    private static List<RecordedLog> Lines(EdgeHost edge, string name) =>
        [.. edge.Logs.Lines.Where(line => line.Id.Name == name && line.Category.StartsWith("Edge.", StringComparison.Ordinal))];
}
