using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Audit;
using Edge.Gateway.Keys;
using Edge.Policy.Freezes;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>What stands in the records of a whole Edge, for whom and when.</summary>
public sealed class AuditRecordTests
{
    private const string Allowed =
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed","arguments": {"body":{"gpu":{"count":"""
        + """8}},"prompt":"hello"}}}""";
    private const string Denied = """{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"other"}}""";
    private const string Limited =
        """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "calls", "window": "minute", "max": 1 }"""
        + """ ] } } }""";
    private const string Shadow = """{ "version": "1", "default": "deny", "mode": "shadow" }""";

    private static readonly string[] DecisionMembers =
    [
        "kind", "seq", "time", "decisionId", "traceId", "server", "grant", "address", "session", "method", "tool", "argumentKeys",
            "argumentsMac",
        "policy", "revision", "rule", "reason", "decision", "mode", "limits", "mac",
    ];

    private static readonly string[] OutcomeMembers =
        ["kind", "seq", "time", "decisionId", "traceId", "server", "grant", "method", "tool", "decision", "mode", "status", "toolError",
        "durationMs", "bytes", "mac"];

    [Fact]
    public async Task An_allowed_call_has_a_decision_and_an_outcome()
    {
        await using var edge = await EdgeHost.StartAsync(clock: new ManualTimeProvider());
        await edge.PostAsync(Allowed);
        var (decision, outcome) = await TwoAsync(edge);
        Assert.Equal(DecisionMembers, decision.EnumerateObject().Select(m => m.Name));
        Assert.Equal(OutcomeMembers, outcome.EnumerateObject().Select(m => m.Name));

        Assert.Equal("2026-11-20T10:00:00Z", decision.GetProperty("time").GetString());
        Assert.Equal("server", decision.GetProperty("server").GetString());
        Assert.Equal("anonymous", decision.GetProperty("grant").GetString());
        Assert.Equal("127.0.0.1", decision.GetProperty("address").GetString());
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("session").ValueKind);
        Assert.Equal("tools/call", decision.GetProperty("method").GetString());
        Assert.Equal("allowed", decision.GetProperty("tool").GetString());
        Assert.Equal("""["args.body.gpu.count","args.prompt"]""", decision.GetProperty("argumentKeys").GetRawText());
        Assert.Equal("test", decision.GetProperty("policy").GetString());
        Assert.Matches("^[0-9a-f]{64}$", decision.GetProperty("revision").GetString());
        Assert.Equal("/tools/allowed", decision.GetProperty("rule").GetString());
        Assert.Equal("allowed", decision.GetProperty("reason").GetString());
        Assert.Equal("allow", decision.GetProperty("decision").GetString());
        Assert.Equal("enforce", decision.GetProperty("mode").GetString());

        Assert.Equal(decision.GetProperty("decisionId").GetString(), outcome.GetProperty("decisionId").GetString());
        Assert.Equal(200, outcome.GetProperty("status").GetInt32());
        Assert.False(outcome.GetProperty("toolError").GetBoolean());
        Assert.Equal(0, outcome.GetProperty("durationMs").GetDecimal());
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{}}""".Length, outcome.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Arguments_are_authenticated_as_they_were_sent()
    {
        await using var edge = await EdgeHost.StartAsync();
        await edge.PostAsync(Allowed);
        var (decision, _) = await TwoAsync(edge);
        var sent = Encoding.UTF8.GetBytes("""{"body":{"gpu":{"count":8}},"prompt":"hello"}""");
        var key = edge.Services.GetRequiredService<EdgeKeys>().Signing(KeyPurpose.Audit);
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(key, sent)), decision.GetProperty("argumentsMac").GetString());
    }

    [Fact]
    public async Task Large_arguments_are_authenticated_as_they_were_sent()
    {
        await using var edge = await EdgeHost.StartAsync();
        var arguments = $$"""{"a":"{{new string('x', 300_000)}}","b":1}""";
        await edge.PostAsync($$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed","arguments":{{{arguments}}}}}""");
        var (decision, _) = await TwoAsync(edge);
        var key = edge.Services.GetRequiredService<EdgeKeys>().Signing(KeyPurpose.Audit);
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(arguments))),
            decision.GetProperty("argumentsMac").GetString());
        Assert.Equal("""["args.a","args.b"]""", decision.GetProperty("argumentKeys").GetRawText());
    }

    [Fact]
    public async Task A_denied_call_has_both_records_too()
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await edge.PostAsync(Denied);
        var (decision, outcome) = await TwoAsync(edge);
        Assert.Equal("deny", decision.GetProperty("decision").GetString());
        Assert.Equal("not_listed", decision.GetProperty("reason").GetString());
        Assert.Equal("/default", decision.GetProperty("rule").GetString());
        Assert.Contains(decision.GetProperty("decisionId").GetString()!, answer.Text);
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("argumentsMac").ValueKind);
        Assert.True(outcome.GetProperty("toolError").GetBoolean());
        Assert.Equal(200, outcome.GetProperty("status").GetInt32());
        Assert.Equal(answer.Body.Length, outcome.GetProperty("bytes").GetInt32());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}""", 0)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", 0)]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", 0)]
    [InlineData("""{"jsonrpc":"2.0","id":3,"result":{}}""", 0)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a"}}""", 2)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p"}}""", 2)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"no/such"}""", 2)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", 0)]
    public async Task Housekeeping_that_is_allowed_is_not_recorded(string message, int records)
    {
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowAll);
        await edge.PostAsync(message);
        Assert.Equal(records, (await RecordsAsync(edge)).Count);
    }

    [Fact]
    public async Task What_would_be_denied_in_shadow_is_recorded_as_such()
    {
        await using var edge = await EdgeHost.StartAsync(Shadow);
        await edge.PostAsync(Denied);
        var (decision, outcome) = await TwoAsync(edge);
        Assert.Equal("deny", decision.GetProperty("decision").GetString());
        Assert.Equal("shadow", decision.GetProperty("mode").GetString());
        Assert.False(outcome.GetProperty("toolError").GetBoolean());
        Assert.Single(edge.Server.Received);
    }

    [Fact]
    public async Task A_denied_stream_is_recorded_though_it_carries_no_message()
    {
        await using var edge = await EdgeHost.StartAsync();
        await edge.Services.GetRequiredService<IFreezeStore>().SetAsync(FreezeTarget.All, "test", null, Deadline.Token);
        await RawHttp.RequestAsync(edge.Mcp, "GET", default, "Accept: text/event-stream");
        var (decision, outcome) = await TwoAsync(edge);
        Assert.Equal("GET", decision.GetProperty("method").GetString());
        Assert.Equal("frozen", decision.GetProperty("reason").GetString());
        Assert.False(outcome.GetProperty("toolError").GetBoolean());
    }

    [Fact]
    public async Task Limits_are_recorded_with_what_remains()
    {
        await using var edge = await EdgeHost.StartAsync(Limited);
        await edge.PostAsync(Allowed);
        await edge.PostAsync(Allowed);
        var records = await RecordsAsync(edge);
        const string Limit = """[{"counter":"calls","rule":"/tools/allowed/limits/0","max":1,"remaining":0,"mode":"enforce"}]""";
        Assert.Equal(Limit, records[0].GetProperty("limits").GetRawText());
        Assert.Equal(Limit, records[2].GetProperty("limits").GetRawText());
        Assert.Equal("rate_limited", records[2].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_tool_that_fails_is_an_error_of_the_tool()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
            ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{"isError":true,"content":[]}}""");
        await edge.PostAsync(Allowed);
        Assert.True((await TwoAsync(edge)).Outcome.GetProperty("toolError").GetBoolean());
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_an_outcome()
    {
        await using var edge = await EdgeHost.StartAsync();
        await edge.Server.DisposeAsync();
        await edge.PostAsync(Allowed);
        var (_, outcome) = await TwoAsync(edge);
        Assert.Equal(502, outcome.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("toolError").ValueKind);
    }

    [Fact]
    public async Task A_server_that_breaks_off_leaves_open_what_became_of_the_call()
    {
        var read = new SemaphoreSlim(0);
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            await ScriptedServer.Events(context, ": first\n\n");
            await context.Response.Body.FlushAsync();
            await read.WaitAsync(Deadline.Limit);
            context.Abort();
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Allowed, "Connection: close");
        await caller.ReadUntilAsync(": first\n\n");
        read.Release();
        var (_, outcome) = await TwoAsync(edge);
        Assert.Equal(200, outcome.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("toolError").ValueKind);
        Assert.Equal(9, outcome.GetProperty("bytes").GetInt32());
    }

    [Fact]
    public async Task A_caller_that_leaves_is_an_outcome()
    {
        var left = new TaskCompletionSource<bool>();
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            context.RequestAborted.Register(() => left.TrySetResult(true));
            await ScriptedServer.Events(context, ": first\n\n");
            await context.Response.Body.FlushAsync();
            await left.Task;
        };
        var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Allowed);
        await caller.ReadUntilAsync(": first\n\n");
        caller.Dispose();
        await Deadline.Within(left.Task, "the server to be told");
        var (_, outcome) = await TwoAsync(edge);
        Assert.Equal(499, outcome.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("toolError").ValueKind);
    }

    [Fact]
    public async Task Tokens_sessions_and_values_are_in_no_file_and_no_log()
    {
        const string Planted = "planted-secret";
        await using var edge = await EdgeHost.StartAsync(settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = $"{Planted}-session";
            return ScriptedServer.Json(context, $$$"""{"jsonrpc":"2.0","id":1,"result":{"secret":"{{{Planted}}}"}}""");
        };
        const string Token = $"Authorization: Bearer {Planted}-token";
        var session =
            (await edge.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
                + """{"name":"t","version":"1"}}}""", Token)).Header("Mcp-Session-Id");
        foreach (var tool in (string[])["allowed", "other"])
        {
            await edge.PostAsync(
                $$$$"""{"jsonrpc":"2.0","id":"{{{{Planted}}}}-id","method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"env":{"KEY":"{{{{Planted}}}}-value"},"list":["{{{{Planted}}}}"]},"_meta":{"x":"{{{{Planted}}}}"}}}""",
                Token, $"Mcp-Session-Id: {session}", $"Cookie: {Planted}-cookie");
        }

        var records = await RecordsAsync(edge);
        Assert.Equal(4, records.Count);
        Assert.Matches("^[0-9a-f]{32}$", records[0].GetProperty("session").GetString());
        Assert.Equal("""["args.env.KEY","args.list"]""", records[0].GetProperty("argumentKeys").GetRawText());
        foreach (var file in Directory.GetFiles(edge.AuditFolder).Where(f => !f.EndsWith("audit.lock", StringComparison.Ordinal)))
            Assert.DoesNotContain(Planted, await File.ReadAllTextAsync(file));
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Category.StartsWith("Edge.", StringComparison.Ordinal)
            && l.Message.Contains(Planted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_are_recorded_for_the_paths_that_are_listed_and_no_other()
    {
        await using var edge = await EdgeHost.StartAsync(settings:
        [
            ("Edge:Audit:Record:0", "args.body.gpu.count"), ("Edge:Audit:Record:1", "args.list[1]"), ("Edge:Audit:Record:2", "args.long"),
            ("Edge:Audit:Record:3", "args.absent.x"), ("Edge:Audit:Record:4", "args.object"), ("Edge:Audit:Record:5", "args.big"),
        ]);
        await edge.PostAsync($$$$"""
            {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed","arguments":{"body":{"gpu":{"count":8,"id":"unlisted"}},
              "list":["a","b"],"long":"{{{{new string('x', 2000)}}}}","absent":1,"object":{
                "k": [1,
              2]},"big":[{{{{string.Join(',', Enumerable.Range(0, 1000))}}}}]}}}
            """);
        var (decision, _) = await TwoAsync(edge);
        var values = decision.GetProperty("argumentValues");
        Assert.Equal(["args.body.gpu.count", "args.list[1]", "args.long", "args.object", "args.big"],
            values.EnumerateObject().Select(m => m.Name));
        Assert.Equal("8", values.GetProperty("args.body.gpu.count").GetRawText());
        Assert.Equal("b", values.GetProperty("args.list[1]").GetString());
        Assert.Equal(new string('x', 1024) + "…", values.GetProperty("args.long").GetString());
        Assert.Equal("""{"k":[1,2]}""", values.GetProperty("args.object").GetRawText());
        Assert.Equal("…", values.GetProperty("args.big").GetString());
        Assert.DoesNotContain("unlisted", decision.GetRawText());
    }

    [Fact]
    public async Task A_decision_is_on_the_disk_before_the_server_hears_of_the_call()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Audit:Durable", "true"));
        var seen = new List<string>();
        edge.Server.Answer = (context, _) =>
        {
            seen.AddRange(AuditFileName.List(edge.AuditFolder).SelectMany(f => File.ReadLines(f.Path)));
            return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        };
        await edge.PostAsync(Allowed);
        Assert.StartsWith("{\"kind\":\"decision\",\"seq\":1,", Assert.Single(seen));
    }

    [Theory]
    [InlineData(EdgeHost.AllowOne, Allowed)]
    [InlineData(EdgeHost.AllowOne, Denied)]
    [InlineData(Shadow, Allowed)]
    public async Task What_cannot_be_recorded_is_refused_also_in_shadow(string policy, string call)
    {
        var disk = new FailingAuditFile.Switch { IsFull = true };
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(policy, clock: clock, services: s => s.AddSingleton<OpenAuditFile>(disk.Open),
            settings: ("Edge:Audit:Durable", "true"));
        for (var i = 0; i < 2; i++)
        {
            var answer = await edge.PostAsync(call);
            Assert.Equal(503, answer.Status);
            Assert.EndsWith("\"error\":{\"code\":-32603,\"message\":\"Edge cannot record this call.\"}}", answer.Text);
        }

        Assert.Empty(edge.Server.Received);
        Assert.Equal(200, (await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"ping"}""")).Status);

        // Room again: no restart is needed, and what was refused is on record as such.
        disk.IsFull = false;
        var writer = edge.Services.GetRequiredService<AuditWriter>();
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return !writer.IsFailing;
            },
            "the recovery");
        Assert.Equal(200, (await edge.PostAsync(call)).Status);
        var records = await RecordsAsync(edge);
        Assert.Equal([503, 200], records.Where(r => r.GetProperty("kind").GetString() == "outcome")
            .Select(r => r.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task With_an_empty_path_nothing_is_recorded_and_that_is_said()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Audit:Path", ""));
        Assert.Equal(200, (await edge.PostAsync(Allowed)).Status);
        Assert.Contains(edge.Logs.Lines, l => l.Message == "Decisions are not recorded: Edge:Audit:Path is empty.");
        Assert.False(Directory.Exists(edge.AuditFolder));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", true)]
    [InlineData("OTEL_NOTHING", false)]
    public async Task Records_are_logs_too_where_logs_are_exported(string setting, bool exported)
    {
        await using var edge = await EdgeHost.StartAsync(settings: (setting, "http://127.0.0.1:9/"));
        await edge.PostAsync(Allowed);
        var lines = (await RecordsAsync(edge)).Select(r => r.GetRawText()).ToList();
        Assert.Equal(exported ? lines : [], edge.Logs.Lines.Where(l => l.Category == AuditExport.Category).Select(l => l.Message));
    }

    [Fact]
    public async Task Records_are_counted_where_metrics_are_scraped()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Audit:Durable", "true"));
        await edge.PostAsync(Denied);
        await Deadline.Until(() => edge.Services.GetRequiredService<AuditWriter>().Records == 2, "both records");
        var metrics = (await RawHttp.RequestAsync(new Uri(edge.Admin, "/metrics"), "GET", default)).Text;
        Assert.Matches("(?m)^edge_audit_records_total(\\{[^}]*\\})? 2$", metrics);
        Assert.Matches("(?m)^edge_audit_dropped_total(\\{[^}]*\\})? 0$", metrics);
    }

    private static async Task<List<JsonElement>> RecordsAsync(EdgeHost edge)
    {
        await edge.StopAsync();
        return [.. AuditFileName.List(edge.AuditFolder).SelectMany(f => File.ReadLines(f.Path))
            .Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static async Task<(JsonElement Decision, JsonElement Outcome)> TwoAsync(EdgeHost edge)
    {
        var records = await RecordsAsync(edge);
        Assert.Equal(["decision", "outcome"], records.Select(r => r.GetProperty("kind").GetString()));
        return (records[0], records[1]);
    }
}
