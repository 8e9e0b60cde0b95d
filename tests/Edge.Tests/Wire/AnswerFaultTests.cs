using System.Text;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>
/// Honest servers' answers that are no lists, in a session and on GET, where lists are looked for: they reach the caller as they came, or
/// with a true reason. The policy allows the tool <c>allowed</c> and no other.
/// </summary>
public sealed class AnswerFaultTests(AnswerFaultTests.Session shared) : IClassFixture<AnswerFaultTests.Session>
{
    private const string Json = "application/json";
    private const string Sse = "text/event-stream";
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string List = """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""";
    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";
    private const string Hidden = """{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"hidden"},{"name":"allowed"}]}}""";

    [Theory]
    [InlineData(202, "text/plain", "Accepted")]
    [InlineData(202, Json, "")]
    [InlineData(202, "", "")]
    [InlineData(200, Json, "null")]
    [InlineData(200, Json, "{}")]
    [InlineData(200, Json, "OK")]
    [InlineData(200, "text/plain", "OK")]
    [InlineData(200, "text/html", "<html><body>the tools and resources</body></html>")]
    [InlineData(200, "application/json; charset=utf-16", "\u0000")]
    [InlineData(200, Sse, "")]
    [InlineData(204, "", "")]
    public async Task A_notification_is_answered_with_the_servers_status_whatever_stands_below_it(int status, string type, string body)
    {
        var answer = await AskAsync(Initialized, status, type, Encoding.UTF8.GetBytes(body));
        Assert.Equal(status, answer.Status);
        Assert.True(answer.Text == body || answer.Text.Length == 0, answer.Text);
    }

    [Theory]
    [InlineData("event: ping\ndata: ping\n\n", ": ping\n\n")]
    [InlineData("data: [DONE]\n\n", ": [DONE]\n\n")]
    [InlineData("event: keepalive\ndata: 1733000000\n\n", ": 1733000000\n\n")]
    [InlineData("id: 9\ndata: tick tock\n\n", ": tick tock\nid: 9\n\n")]
    [InlineData(": comment\n\n", ": comment\n\n")]
    public async Task An_event_that_is_no_message_answers_nobody(string keepAlive, string expected)
    {
        const string Result = """{"jsonrpc":"2.0","id":7,"result":{"content":[]}}""";
        foreach (var request in (string?[])[Call, List, null])
        {
            var answer = await AskAsync(request, 200, Sse, Encoding.UTF8.GetBytes($"{keepAlive}data: {Result}\n\n{keepAlive}"));
            Assert.Equal((200, $"{expected}data: {Result}\n\n{expected}"), (answer.Status, answer.Text));
        }
    }

    /// <summary>Results that no strict reader takes, and in which nobody finds a list.</summary>
    public static TheoryData<string> OddResults =>
    [
        """{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"half \ud83d of a smile; the tools are \"tools\":[]"}]}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"structuredContent":{"a":1,"a":2,"tools":[{"name":"x"}]},"content":[]}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"structuredContent":{"loss":NaN,"max":-Infinity}}}""",
        """{"jsonrpc":"2.0","id":7,"result":{"structuredContent":""" + new string('[', 70) + new string(']', 70) + "}}",
        """{"jsonrpc":"2.0","id":7,"result":{"structuredContent":{"__proto__":{"tools":[]}}}}""",
        """{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"\udc00"},"error":{"code":1,"message":""}}""",
        """{"jsonrpc":"2.0","id":7,"result":{},"error":null}""",
        """{"jsonrpc":"2.0","id":7,"Result":{}}""",
        """{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"\ud800","tools":[{"name":"hidden"}]}}""",
        """[{"jsonrpc":"2.0","id":7,"result":{"content":[]}},{"jsonrpc":"2.0","id":8,"result":{}}]""",
        """{"jsonrpc":"2.0","id":7,"result":null}""",
    ];

    [Theory]
    [MemberData(nameof(OddResults))]
    public async Task A_result_without_a_list_passes_as_it_came(string result)
    {
        foreach (var (type, body) in ((string, string)[])[(Json, result), (Sse, $"event: message\ndata: {result}\n\n")])
        {
            var answer = await AskAsync(Call, 200, type, Encoding.UTF8.GetBytes(body));
            Assert.Equal((200, body), (answer.Status, answer.Text));
        }

        Assert.Equal($"data: {result}\n\n", (await AskAsync(null, 200, Sse, Encoding.UTF8.GetBytes($"data: {result}\n\n"))).Text);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(17 * 1024 * 1024)]
    public async Task A_result_of_any_length_passes_as_it_came(int length)
    {
        var result = $$$"""{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"{{{new string('x', length)}}}"}]}}""";
        Assert.Equal(result, (await AskAsync(Call, 200, Json, Encoding.UTF8.GetBytes(result))).Text);
        var events = $"event: message\nid: 3\ndata: {result}\n\ndata: {{}}\n\n";
        Assert.Equal(events, (await AskAsync(Call, 200, Sse, Encoding.UTF8.GetBytes(events))).Text);
        Assert.Equal(events, (await AskAsync(null, 200, Sse, Encoding.UTF8.GetBytes(events))).Text);
    }

    /// <summary>Answers in which some reader finds the hidden tool.</summary>
    public static TheoryData<string> HiddenLists =>
    [
        Hidden.Replace("}}", "},\"x\":\"\\ud800\"}", StringComparison.Ordinal),
        Hidden.Replace("\"tools\"", "\"content\":[],\"content\":[],\"tools\"", StringComparison.Ordinal),
        Hidden.Replace("\"result\"", "\"result\":{},\"result\"", StringComparison.Ordinal),
        Hidden.Replace("\"tools\"", "\"t\\u006FOLS\"", StringComparison.Ordinal),
        Hidden.Replace("\"tools\"", "\"tool\u017F\"", StringComparison.Ordinal),
        Hidden.Replace("\"result\":{", "\"result\":{\"d\":NaN,", StringComparison.Ordinal),
        Hidden.Replace("\"result\":{", "\"result\":{\"d\":" + new string('[', 70) + new string(']', 70) + ",", StringComparison.Ordinal),
        Hidden.Replace("\"result\":{", "\"result\":{\"__proto__\":{", StringComparison.Ordinal) + "}",
        Hidden.Replace("\"result\":{", "\"result\":{/* \" */", StringComparison.Ordinal),
        Hidden.Replace('"', '\''),
        Hidden.Replace("\"tools\"", "tools", StringComparison.Ordinal),
        Hidden.Replace("\"result\"", "result", StringComparison.Ordinal),
        $"[{Hidden}]",
        $"{{}}{Hidden}",
        $"// x\n{Hidden}",
        Hidden.Replace("\"id\":7", "\"error\":{},\"id\":7", StringComparison.Ordinal),
        Hidden.Replace("\"result\":{", "\"result\":{\"content\":[{\"text\":\"" + new string('x', 200_000) + "\"}],",
            StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(HiddenLists))]
    public async Task A_list_in_any_reading_never_passes(string body)
    {
        var late = body.Length > 200_000;
        foreach (var request in (string[])[Call, List, Initialized])
        {
            if (late && request != List)
                await Assert.ThrowsAnyAsync<Exception>(() => AskWholeAsync(request, body));
            else
                Assert.DoesNotContain("hidden", (await AskAsync(request, 200, Json, Encoding.UTF8.GetBytes(body))).Text);
        }

        foreach (var request in (string?[])[Call, List, null])
        {
            foreach (var stream in (string[])[$"data: {body.Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n", $"\uFEFFevent: "
                + $"x\r\ndata: {body.Replace(",", ",\rdata:", StringComparison.Ordinal)
                    .Replace("\n", "\ndata: ", StringComparison.Ordinal)}\r\r"])
                Assert.DoesNotContain("hidden", (await AskAsync(request, 200, Sse, Encoding.UTF8.GetBytes(stream))).Text);
        }

        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
            Assert.DoesNotContain("hidden", encoding.GetString((await AskAsync(Call, 200, Json, encoding.GetBytes(body))).Body));
    }

    [Theory]
    [InlineData("text/html", "<html><style>p { margin: 0 }</style>Sign in to see your tools</html>")]
    [InlineData("text/plain", "MCP server: tools and prompts are ready")]
    [InlineData("image/png", "\u0089PNG tools")]
    [InlineData("", "tools")]
    public async Task A_page_is_no_list_whatever_was_asked_for(string type, string body)
    {
        var warnings = Warnings();
        foreach (var request in (string?[])[Call, List, Initialized, null])
        {
            var answer = await AskAsync(request, 200, type, Encoding.UTF8.GetBytes(body));
            Assert.Equal((200, body), (answer.Status, answer.Text));
        }

        Assert.Equal(warnings, Warnings());
    }

    [Fact]
    public async Task What_is_withheld_is_called_what_it_is()
    {
        var answer =
            await AskAsync(Call, 200, Json,
            Encoding.UTF8.GetBytes(Hidden.Replace("\"result\"", "\"result\":{},\"result\"", StringComparison.Ordinal)));
        Assert.Equal(502, answer.Status);
        Assert.Equal(
            """{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"The server's answer was withheld, because a reader could find a"""
                + """ list in it: it names a member of an object twice."}}""", answer.Text);
        answer = await AskAsync(List, 200, "text/plain", Encoding.UTF8.GetBytes(Hidden));
        Assert.Equal(
            (502, "The server's list could not be read safely and was withheld: it has a media type or charset in which no list is "
                + "answered."), (answer.Status, Message(answer)));
        answer = await AskAsync(List, 200, Json, "Service busy"u8.ToArray());
        Assert.Equal((502, "The server's list could not be read safely and was withheld: it is not JSON, or nested too deeply."),
            (answer.Status, Message(answer)));
    }

    [Fact]
    public async Task A_tool_that_cannot_be_read_in_exactly_one_way_costs_no_other()
    {
        var tools = Enumerable.Range(0, 50).Select(i => i switch
        {
            7 => """{"name":"t7","description":"half \ud83d"}""",
            8 => """{"name":"hidden","name":"allowed"}""",
            9 => """{"name":"t9","inputSchema":{"default":NaN}}""",
            10 => """{"name":"allowed","x":1}""",
            _ => $$"""{"name":"t{{i}}"}""",
        });
        var list = $$$"""{"jsonrpc":"2.0","id":7,"result":{"tools":[{{{string.Join(',', tools)}}}],"nextCursor":"n"}}""";
        const string Expected = """{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"allowed","x":1}],"nextCursor":"n"}}""";
        Assert.Equal(Expected, (await AskAsync(List, 200, Json, Encoding.UTF8.GetBytes(list))).Text);
        Assert.Equal($"data: {Expected}\n\n", (await AskAsync(List, 200, Sse, Encoding.UTF8.GetBytes($"data: {list}\n\n"))).Text);
        foreach (var problem in (string[])["has half a surrogate pair", "names a member of an object twice",
            "is not JSON, or nested too deeply"])
            Assert.Contains(shared.Edge.Logs.Lines, l => l.Level == LogLevel.Warning
                && l.Message.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500, "text/plain", "boom")]
    [InlineData(429, "text/html", "<p>slow down</p>")]
    [InlineData(413, "", "")]
    [InlineData(503, "text/html; charset=iso-8859-1", "<html>maintenance</html>")]
    [InlineData(503, "text/plain", "Too many tools are in use, and resources are [low]")]
    [InlineData(404, "text/html", "<style>p { margin: 0 }</style><p>No such resources</p>")]
    [InlineData(405, "", "Method Not Allowed")]
    [InlineData(404, Json, "{\"error\":\"not found\"}")]
    [InlineData(401, Json, "{\"error\":\"invalid_token\"}")]
    [InlineData(400, Json, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"Bad \\ud800\"},\"id\":null}")]
    [InlineData(500, Sse, "data: x\n\n")]
    public async Task A_failure_of_the_server_is_told_in_its_own_words(int status, string type, string body)
    {
        var warnings = Warnings();
        foreach (var request in (string?[])[Call, List, Initialized, null])
        {
            var answer = await AskAsync(request, status, type, Encoding.UTF8.GetBytes(body), ("Retry-After", "9"), ("Allow", "POST"),
                ("X-Request-Id", "r-1"));
            Assert.Equal((status, body, "9", "POST", "r-1"),
                (answer.Status, answer.Text, answer.Header("Retry-After"), answer.Header("Allow"), answer.Header("X-Request-Id")));
            Assert.Equal(type.Length == 0 ? null : type, answer.Header("Content-Type"));
        }

        Assert.Equal(warnings, Warnings());
    }

    [Fact]
    public async Task A_failure_that_shows_a_list_keeps_its_status_and_headers_and_loses_its_text()
    {
        foreach (var request in (string?[])[Call, List, null])
        {
            var answer = await AskAsync(request, 500, Json, Encoding.UTF8.GetBytes(Hidden), ("Retry-After", "9"), ("X-Request-Id", "r-1"),
                ("ETag", "\"x\""));
            Assert.Equal((500, "9", "r-1", null),
                (answer.Status, answer.Header("Retry-After"), answer.Header("X-Request-Id"), answer.Header("ETag")));
            Assert.Equal(
                "The server answered with status 500; the text of its answer was withheld, because it has a list under a status that "
                    + "says error.", Message(answer));
        }
    }

    [Theory]
    [InlineData("2025-06-18", true)]
    [InlineData("2025-11-25", false)]
    public async Task A_handshake_is_negotiated_and_its_end_is_held_to_the_setting(string agreed, bool passes)
    {
        foreach (var mode in (string[])["enforce", "shadow"])
        {
            await using var edge = await EdgeHost.StartAsync(
                $$"""{ "version": "1", "default": "deny", "mode": "{{mode}}" }""", settings: ("Edge:Wire:Revisions:0", "2025-06-18"));
            var result = $$$"""{"jsonrpc":"2.0","id":7,"result":{"protocolVersion":"{{{agreed}}}","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"} } }""";
            foreach (var (type, body) in ((string, string)[])[(Json, result), (Sse, $"event: message\ndata: {result}\n\n")])
            {
                edge.Server.Answer = AnswerWith(200, type, Encoding.UTF8.GetBytes(body), ("Mcp-Session-Id", "s"));
                foreach (var header in (string[])["X-None: 1", "MCP-Protocol-Version: 2025-11-25"])
                {
                    var answer =
                        await edge.PostAsync(
                        """{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"""
                            + """},"clientInfo":{"name":"c","version":"1"}}}""", header);
                    if (passes)
                        Assert.Equal((200, body), (answer.Status, answer.Text));
                    else
                        Assert.Contains(
                            """{"jsonrpc":"2.0","id":7,"error":{"code":-32022,"message":"Use a supported revision of the """
                                + """protocol.","data":{"supported":["2025-06-18"]}}}""", answer.Text);
                }
            }
        }
    }

    private static Func<HttpContext, ReceivedRequest, Task> AnswerWith(int status, string type, byte[] body,
        params (string Name, string Value)[] headers) => async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type.Length == 0 ? null : type;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        if (body.Length > 0)
            await context.Response.Body.WriteAsync(body);
    };

    private static string Message(RawResponse answer)
    {
        using var json = System.Text.Json.JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("error").GetProperty("message").GetString()!;
    }

    private int Warnings() => shared.Edge.Logs.Lines.Count(l => l.Level >= LogLevel.Warning);

    private async Task AskWholeAsync(string request, string body)
    {
        shared.Edge.Server.Answer = AnswerWith(200, Json, Encoding.UTF8.GetBytes(body));
        using var client = new HttpClient();
        using var message =
            new HttpRequestMessage(HttpMethod.Post, shared.Edge.Mcp) { Content = new StringContent(request, Encoding.UTF8, Json) };
        message.Headers.Add("Mcp-Session-Id", shared.Id);
        using var answer = await client.SendAsync(message, Deadline.Token);
        await answer.Content.ReadAsStringAsync(Deadline.Token);
    }

    // A null request opens a stream.
    private Task<RawResponse> AskAsync(string? request, int status, string type, byte[] body, params (string Name, string Value)[] headers)
    {
        shared.Edge.Server.Answer = AnswerWith(status, type, body, headers);
        return request is null
            ? RawHttp.RequestAsync(shared.Edge.Mcp, "GET", default, "Accept: text/event-stream")
            : shared.Edge.PostAsync(request, $"Mcp-Session-Id: {shared.Id}");
    }

    public sealed class Session : IAsyncLifetime
    {
        public EdgeHost Edge { get; private set; } = null!;

        public string Id { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Edge = await EdgeHost.StartAsync("""{ "version": "1", "default": "deny", "tools": { "allowed": {} } }""");
            Edge.Server.Answer =
                AnswerWith(200, Json,
                """{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{}}}"""u8.ToArray(),
                    ("Mcp-Session-Id", "s-1"));
            Id = (await Edge.PostAsync(
                """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"""
                    + """},"clientInfo":{"name":"t","version":"1"}}}""")).Header("Mcp-Session-Id")!;
        }

        public ValueTask DisposeAsync() => Edge.DisposeAsync();
    }
}
