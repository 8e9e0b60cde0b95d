using System.Text;
using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class RevisionRulesTests
{
    private const string Modern = "2026-07-28";
    private const string Version = "MCP-Protocol-Version";

    private const string Meta =
        """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;

    private const string Unreadable =
        "400 -32020 header_mismatch: Set MCP-Protocol-Version to the name of a revision, 1 to 64 visible ASCII characters.";
    private const string Disagrees =
        "400 -32020 header_mismatch: Set MCP-Protocol-Version to the revision that params._meta names: they differ.";
    private const string Missing =
        "400 -32020 header_mismatch: Set MCP-Protocol-Version to the revision that params._meta names: the header is missing.";
    private const string NoMethod = "400 -32020 header_mismatch: Set Mcp-Method to the message's method: the header is missing.";
    private const string WrongMethod =
        "400 -32020 header_mismatch: Set Mcp-Method to the message's method, with its letter case: they differ.";
    private const string NoName = "400 -32020 header_mismatch: Set Mcp-Name to the name or URI that params has: the header is missing.";
    private const string WrongName = "400 -32020 header_mismatch: Set Mcp-Name to the name or URI that params has: they differ.";
    private const string NameOfNothing =
        "400 -32020 header_mismatch: Send Mcp-Name only with a method that acts on something that has a name.";
    private const string Undecodable =
        "400 -32020 header_mismatch: Set Mcp-Name to ASCII text, or to '=?base64?' and the padded Base64 of UTF-8 and '?='.";
    private const string Unsupported = "400 -32022 unsupported_revision: Use a supported revision of the protocol.";
    private const string NoRevision =
        "400 -32602 invalid_params: Name the revision in params._meta[\"io.modelcontextprotocol/protocolVersion\"], as "
        + "MCP-Protocol-Version does.";
    private const string NoCapabilities =
        "400 -32602 invalid_params: State the client's capabilities, an object, in "
        + "params._meta[\"io.modelcontextprotocol/clientCapabilities\"].";
    private const string Posted =
        "400 -32600 invalid_envelope: Send requests and notifications only: from 2026-07-28 on clients post no responses.";

    private static readonly string ModernCall = Bodies.Called(""" "name":"get-pod", """ + Meta);

    // What official clients send: none of it may be refused.
    public static TheoryData<string, string, string?, string?, string?> Clients => new()
    {
        { "TS 1.x initialize",
        """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
        + """{"name":"c","version":"1"}}}""", null, null, null },
        { "TS 1.x after it", """{"jsonrpc":"2.0","method":"notifications/initialized"}""", "2025-11-25", null, null },
        { "TS 1.x call", Bodies.Call, "2025-06-18", null, null },
        { "2025-03-26 client without the header", Bodies.Call, null, null, null },
        { "posted response", """{"jsonrpc":"2.0","id":3,"result":{}}""", "2025-11-25", null, null },
        { "posted response without the header", """{"jsonrpc":"2.0","id":3,"result":{}}""", null, null, null },
        { "C# 2.3.1 legacy initialize", """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}""",
        null, "initialize", null },
        { "C# 2.3.1 legacy call", Bodies.Call, "2025-11-25", "tools/call", "get-pod" },
        { "C# 2.3.1 legacy notification", """{"jsonrpc":"2.0","method":"notifications/initialized"}""", "2025-11-25",
        "notifications/initialized", null },
        { "C# 2.3.1 probe", Bodies.Request("server/discover", Meta), Modern, "server/discover", null },
        { "TS 2.x probe", Bodies.Request("server/discover", Meta), Modern, "server/discover", null },
        { "modern call", ModernCall, Modern, "tools/call", "get-pod" },
        { "modern call, encoded name", ModernCall, Modern, "tools/call", Encoded("get-pod") },
        { "modern read", Bodies.Request("resources/read", """ "uri":"file:///a", """ + Meta), Modern, "resources/read", "file:///a" },
        { "TS 2.x modern task, without a name", Bodies.Request("tasks/get", """ "taskId":"t", """ + Meta), Modern, "tasks/get", null },
        { "SEP-2663 modern task", Bodies.Request("tasks/get", """ "taskId":"t", """ + Meta), Modern, "tasks/get", "t" },
        { "TS 2.x modern notification", """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""", Modern, null,
        null },
        { "C# 2.3.1 extension with its own name", Bodies.Request("acme/get", """ "itemId":"i-1", """ + Meta), Modern, "acme/get", "i-1" },
        { "a later revision", ModernCall.Replace(Modern, "2027-03-01", StringComparison.Ordinal), "2027-03-01", "tools/call", "get-pod" },
        { "a later revision of another spelling", ModernCall.Replace(Modern, "v999.0.0", StringComparison.Ordinal), "v999.0.0",
        "tools/call", "get-pod" },
        { "a legacy request that names its revision twice",
        Bodies.Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25"} """), "2025-11-25", null,
        null },
        { "a legacy request with headers that its revision does not know", Bodies.Call, "2025-11-25", "tools/list", "delete-pod" },
        { "the same without a revision", Bodies.Call, null, "TOOLS/CALL", "=?base64?!!?=" },
        { "a legacy response with such headers", """{"jsonrpc":"2.0","id":3,"result":{}}""", "2025-11-25", "tools/call", "get-pod" },
        { "a modern initialize, which its server answers", Bodies.Request("initialize", Meta), Modern, "initialize", null },
    };

    [Theory]
    [MemberData(nameof(Clients))]
    public void What_official_clients_send_goes_on(string what, string body, string? version, string? method, string? name)
    {
        var refused = Check(body, version, method, name);
        Assert.True(refused is null, $"{what}: {refused}");
    }

    public static TheoryData<string, string, string?, string?, string?> Refused => new()
    {
        // The revision.
        { Missing, ModernCall, null, "tools/call", "get-pod" },
        { Disagrees, ModernCall, "2025-11-25", "tools/call", "get-pod" },
        { Disagrees, ModernCall, "2027-01-01", "tools/call", "get-pod" },
        { Disagrees, Bodies.Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25"} """), Modern,
        "tools/call", "get-pod" },
        { Disagrees, Bodies.Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/protocolVersion":"2025-06-18"} """),
        "2025-11-25", null, null },
        { Unreadable, Bodies.Call, "", null, null },
        { Unreadable, Bodies.Call, "2025-11-25 2026-07-28", null, null },
        { Unreadable, Bodies.Call, "2025-11-25\u00e9", null, null },
        { Unreadable, Bodies.Call, new string('9', 65), null, null },
        { Unsupported, Bodies.Call, "1900-01-01", null, null },
        { Unsupported, Bodies.Call, "2025-12-01", null, null },
        { Unsupported, Bodies.Call, "2025-06-18,2025-06-18", null, null },
        { Unsupported, Bodies.Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/protocolVersion":"1.0"} """), null, null,
        null },

        // What 2026-07-28 requires.
        { NoRevision, Bodies.Call, Modern, "tools/call", "get-pod" },
        { NoRevision, Bodies.Request("server/discover", ""), Modern, "server/discover", null },
        { NoRevision, Bodies.Request("initialize", """ "protocolVersion":"2026-07-28" """), Modern, "initialize", null },
        { NoCapabilities, Bodies.Request("ping", """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"} """), Modern, "ping",
        null },
        { NoCapabilities,
        Bodies.Request("ping",
        """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]} """), Modern,
            "ping", null },
        { Posted, """{"jsonrpc":"2.0","id":3,"result":{}}""", Modern, null, null },
        { Posted, """{"jsonrpc":"2.0","id":3,"error":{}}""", "2027-01-01", null, null },

        // The method.
        { NoMethod, ModernCall, Modern, null, "get-pod" },
        { WrongMethod, ModernCall, Modern, "ping", "get-pod" },
        { WrongMethod, ModernCall, Modern, "TOOLS/CALL", "get-pod" },
        { WrongMethod, ModernCall, Modern, "", "get-pod" },
        { WrongMethod, ModernCall, Modern, Encoded("tools/call"), "get-pod" },
        { WrongMethod, """{"jsonrpc":"2.0","method":"notifications/cancelled"}""", Modern, "notifications/progress", null },

        // The name.
        { NoName, ModernCall, Modern, "tools/call", null },
        { NoName, Bodies.Request("prompts/get", """ "name":"p", """ + Meta), Modern, "prompts/get", null },
        { NoName, Bodies.Request("resources/read", """ "uri":"a:b", """ + Meta), Modern, "resources/read", null },
        { WrongName, ModernCall, Modern, "tools/call", "delete-pod" },
        { WrongName, ModernCall, Modern, "tools/call", "Get-Pod" },
        { WrongName, ModernCall, Modern, "tools/call", "" },
        { WrongName, ModernCall, Modern, "tools/call", Encoded("delete-pod") },
        { WrongName, ModernCall, Modern, "tools/call", "=?BASE64?Z2V0LXBvZA==?=" },
        { WrongName, Bodies.Request("tasks/get", """ "taskId":"t", """ + Meta), Modern, "tasks/get", "u" },
        { Undecodable, ModernCall, Modern, "tools/call", "=?base64?Z2V0LXBvZA?=" },
        { Undecodable, ModernCall, Modern, "tools/call", "=?base64?Z2V0LXBv ZA==?=" },
        { Undecodable, ModernCall, Modern, "tools/call", "=?base64?Z2V0LXBvZA==!?=" },
        { Undecodable, ModernCall, Modern, "tools/call", "=?base64?_-8=?=" },
        { Undecodable, ModernCall, Modern, "tools/call", "=?base64?wK8=?=" },
        { Undecodable, ModernCall, Modern, "tools/call", "get-pod\u00e9" },
        { NameOfNothing, Bodies.Request("tools/list", Meta), Modern, "tools/list", "get-pod" },
        { NameOfNothing, """{"jsonrpc":"2.0","method":"acme/event"}""", Modern, null, "get-pod" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_request_whose_headers_and_body_do_not_belong_together_is_refused(
        string expected, string body, string? version, string? method, string? name) =>
        Assert.Equal(expected, Check(body, version, method, name));

    [Fact]
    public void White_space_around_values_and_the_letter_case_of_names_do_not_count()
    {
        var headers = Requests.Post(("mcp-protocol-version", " 2026-07-28\t"), ("MCP-METHOD", "\ttools/call "),
            ("mcp-name", "  get-pod  ")).Request.Headers;
        var verdict = new RevisionRules([]).Check(headers, Bodies.Read(ModernCall));

        Assert.Null(verdict.Refusal);
        Assert.True(verdict.IsModern);
        Assert.Equal(Modern, verdict.Revision);
    }

    [Theory]
    [InlineData("größe")]
    [InlineData(" padded ")]
    [InlineData("line1\nline2")]
    [InlineData("=?base64?literal?=")]
    public void A_name_that_no_header_can_hold_is_compared_decoded(string name)
    {
        var body = Bodies.Request("prompts/get", $"\"name\":{System.Text.Json.JsonSerializer.Serialize(name)}," + Meta);

        Assert.Null(Check(body, Modern, "prompts/get", Encoded(name)));
        Assert.NotNull(Check(body, Modern, "prompts/get", Encoded(name + "x")));
    }

    [Fact]
    public void The_verdict_names_the_revision_that_is_used()
    {
        Assert.Equal(("2025-03-26", false), Revision(Bodies.Call, null));
        Assert.Equal(("2025-11-25", false), Revision(Bodies.Call, "2025-11-25"));
        Assert.Equal(("2025-06-18", false), Revision(Bodies.Request("initialize", """ "protocolVersion":"2025-06-18" """), null));
        Assert.Equal(("3.0", false), Revision(Bodies.Request("initialize", """ "protocolVersion":"3.0" """), null));
        Assert.Equal((Modern, true), Revision(ModernCall, Modern));

        static (string Revision, bool IsModern) Revision(string body, string? version)
        {
            var headers = version is null ? Requests.Post() : Requests.Post((Version, version));
            var verdict = new RevisionRules([]).Check(headers.Request.Headers, Bodies.Read(body));
            return (verdict.Revision, verdict.IsModern);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("2025-11-25", null)]
    [InlineData("", Unreadable)]
    [InlineData("2025-12-01", Unsupported)]
    [InlineData("2026-07-28",
        "405 -32600 method_not_allowed: Use POST: from 2026-07-28 on there are no streams to open with GET and no sessions to end with "
        + "DELETE.")]
    [InlineData("2027-01-01",
        "405 -32600 method_not_allowed: Use POST: from 2026-07-28 on there are no streams to open with GET and no sessions to end with "
        + "DELETE.")]
    public void A_stream_is_for_the_older_revisions(string? version, string? expected)
    {
        var context = version is null ? Requests.Of("GET") : Requests.Of("GET", (Version, version));
        var refusal = new RevisionRules([]).CheckWithoutMessage(context.Request.Headers).Refusal;

        Assert.Equal(expected, Requests.Line(refusal));
        Assert.Equal(refusal?.Status == 405 ? "POST" : null, refusal?.Allow);
    }

    [Fact]
    public void The_setting_narrows_the_revisions()
    {
        string[] legacy = ["2025-06-18", "2025-11-25"];
        Assert.Null(Check(Bodies.Call, "2025-11-25", null, null, legacy));
        Assert.Null(Check(Bodies.Request("initialize", """ "protocolVersion":"2025-06-18" """), null, null, null, legacy));
        Assert.Equal(Unsupported, Check(ModernCall, Modern, "tools/call", "get-pod", legacy));
        Assert.Equal(Unsupported, Check(Bodies.Call, null, null, null, legacy));
        // A proposal is the server's to answer.
        Assert.Null(Check(Bodies.Request("initialize", """ "protocolVersion":"2024-11-05" """), null, null, null, legacy));
        Assert.Null(Check(Bodies.Request("initialize", """ "protocolVersion":"2026-07-28" """), null, null, null, legacy));
        Assert.Null(Check(Bodies.Request("initialize", """ "protocolVersion":"2024-11-05" """), "2024-11-05", null, null, legacy));

        // The clients of the oldest revision send no header.
        string[] oldest = ["2024-11-05"];
        Assert.Null(Check(Bodies.Call, null, null, null, oldest));
        Assert.Null(new RevisionRules(oldest).CheckWithoutMessage(Requests.Of("GET").Request.Headers).Refusal);
        Assert.Equal(Unsupported, Check(Bodies.Call, "2025-03-26", null, null, oldest));

        string[] modern = [Modern];
        Assert.Null(Check(ModernCall, Modern, "tools/call", "get-pod", modern));
        Assert.Equal(Unsupported, Check(Bodies.Call, null, null, null, modern));
        Assert.Equal(Unsupported, Check(Bodies.Request("initialize", """ "protocolVersion":"2026-07-28" """), null, null, null, modern));
        Assert.Equal(Unsupported,
            Check(ModernCall.Replace(Modern, "2027-01-01", StringComparison.Ordinal), "2027-01-01", "tools/call", "get-pod", modern));

        var refusal = new RevisionRules(modern).Check(Requests.Post().Request.Headers, Bodies.Read(Bodies.Call)).Refusal!;
        Assert.Equal(modern, refusal.Supported);
        Assert.Equal("2025-03-26", refusal.Requested);
        Assert.Equal(Unsupported, Requests.Line(new RevisionRules(modern).CheckWithoutMessage(Requests.Of("GET").Request.Headers).Refusal));
    }

    [Fact]
    public void A_call_is_held_to_its_revision_without_allocating()
    {
        var rules = new RevisionRules([]);
        var headers = Requests.Post((Version, Modern), ("Mcp-Method", "tools/call"), ("Mcp-Name", "get-pod")).Request.Headers;
        var message = Bodies.Read(ModernCall);
        for (var i = 0; i < 100; i++)
            Assert.Null(rules.Check(headers, message).Refusal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            rules.Check(headers, message);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string? Check(string body, string? version, string? method, string? name, params string[] only)
    {
        List<(string, string)> headers = [];
        if (version is not null)
            headers.Add((Version, version));
        if (method is not null)
            headers.Add(("Mcp-Method", method));
        if (name is not null)
            headers.Add(("Mcp-Name", name));
        return Requests.Line(new RevisionRules(only).Check(Requests.Post([.. headers]).Request.Headers, Bodies.Read(body)).Refusal);
    }

    private static string Encoded(string name) => $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=";
}
