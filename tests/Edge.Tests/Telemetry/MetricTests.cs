using Edge.Policy.Limits;
using Edge.Testing;
using Edge.Testing.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>The metrics of Edge, as a collector gets them.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetricTests
{
    private static readonly (string, object?)[] OfServer = [("edge.server", "server"), ("edge.policy.name", "test")];

    [Fact]
    public async Task Decisions_are_counted_with_rule_tool_reason_and_mode()
    {
        await using var observed = await ObservedEdge.StartAsync();
        foreach (var tool in (string[])["allowed", "allowed", "forbidden", "limited", "limited", "limited", "watched"])
            await observed.CallAsync(tool);
        var points = await observed.MetricAsync("edge.policy.decisions");
        Assert.All(points, p => Assert.Equal(("Edge", "{decision}"), (p.Scope, p.Unit)));
        Assert.Equal(2,
            Value(points, ("edge.policy.decision", "allow"), ("gen_ai.tool.name", "allowed"), ("edge.policy.rule", "/tools/allowed"),
                ("edge.policy.reason", "allowed"), ("edge.policy.mode", "enforce")));
        Assert.Equal(1,
            Value(points, ("edge.policy.decision", "deny"), ("gen_ai.tool.name", "_OTHER"), ("edge.policy.rule", "/default"),
                ("edge.policy.reason", "not_listed")));
        Assert.Equal(1,
            Value(points, ("edge.policy.decision", "deny"), ("gen_ai.tool.name", "limited"),
                ("edge.policy.rule", "/tools/limited/limits/0"), ("edge.policy.reason", "rate_limited")));
        Assert.Equal(1, Value(points, ("edge.policy.decision", "deny"), ("gen_ai.tool.name", "watched"), ("edge.policy.mode", "shadow")));
        Assert.All(points, p => Assert.True(p.Has(OfServer)));

        var grants = await observed.MetricAsync("edge.grant.decisions");
        Assert.Equal(3, Value(grants, ("edge.grant", "_passthrough"), ("edge.server", "server"), ("edge.policy.decision", "deny")));
        var usage = await observed.MetricAsync("edge.limit.usage");
        Assert.Equal(1, Value(usage, ("edge.limit.counter", "few"), ("edge.limit.state", "within")));
        Assert.Equal(1, Value(usage, ("edge.limit.counter", "few"), ("edge.limit.state", "near")));
        Assert.Equal(1, Value(usage, ("edge.limit.counter", "few"), ("edge.limit.state", "over")));
        Assert.Equal(3UL,
            Assert.Single(await observed.MetricAsync("edge.store.operation.duration"), p => p.Has(("edge.store.operation", "take"))).Count);
    }

    [Fact]
    public async Task Operations_are_timed_in_the_convention_s_buckets_with_bounded_attributes()
    {
        await using var observed = await ObservedEdge.StartAsync();
        observed.Edge.Server.Answer = (context, _) =>
            ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":"call 1","error":{"code":-12345,"message":"no"}}""");
        await observed.CallAsync("allowed");
        await observed.CallAsync("forbidden");
        await observed.Edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"invented/method"}""");
        var points = await observed.MetricAsync("mcp.server.operation.duration");
        Assert.Equal([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300], points[0].Bounds);
        Assert.Single(points,
            p => p.Has(("mcp.method.name", "tools/call"), ("gen_ai.tool.name", "allowed"), ("gen_ai.operation.name", "execute_tool"),
                ("error.type", "_OTHER"), ("rpc.response.status_code", "_OTHER"), ("mcp.protocol.version", "2025-03-26"),
                    ("network.transport", "tcp")));
        Assert.Single(points, p => p.Has(("mcp.method.name", "tools/call"), ("gen_ai.tool.name", "_OTHER"), ("error.type", "tool_error")));
        Assert.Single(points, p => p.Has(("mcp.method.name", "_OTHER"), ("error.type", "-32601")));
        Assert.Equal(3, points.Count);
    }

    [Theory]
    [InlineData("body_too_large", "Content-Length: 30000000")]
    [InlineData("content_type", "Content-Type: text/plain")]
    [InlineData("duplicate_key", "")]
    public async Task Refused_requests_are_counted_by_what_was_wrong(string rejection, string header)
    {
        await using var observed = await ObservedEdge.StartAsync();
        await observed.Edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}""", header is "" ? [] : [header]);
        var point = Assert.Single(await observed.MetricAsync("edge.request.rejected"));
        Assert.Equal((1.0, "{request}", rejection), (point.Value, point.Unit, point.Attributes["edge.rejection"]));
    }

    [Fact]
    public async Task A_call_without_an_id_is_counted()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await observed.Edge.PostAsync("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"allowed"}}""");
        Assert.Equal("invalid_id", Assert.Single(await observed.MetricAsync("edge.request.rejected")).Attributes["edge.rejection"]);
        Assert.Empty(observed.Edge.Server.Received);
    }

    [Fact]
    public async Task A_reload_is_counted_and_the_policy_in_force_is_told()
    {
        var clock = new ManualTimeProvider();
        await using var observed = await ObservedEdge.StartAsync(clock: clock);
        await observed.Edge.ReplacePolicyAsync("{ broken");
        await LineAsync(observed, clock, "Refused the changed file");
        await observed.Edge.ReplacePolicyAsync("""{ "version": "1", "default": "deny" }""");
        await LineAsync(observed, clock, "Loaded policy");
        var reloads = await observed.MetricAsync("edge.policy.reloads");
        Assert.Equal(1, Value(reloads, ("edge.policy.name", "test"), ("edge.reload.result", "loaded")));
        Assert.Equal(1, Value(reloads, ("edge.policy.name", "test"), ("edge.reload.result", "refused")));
        // Earlier exports, if the interval let one pass, told what was in force then: the last one counts.
        var info = (await observed.MetricAsync("edge.policy.info"))[^1];
        Assert.Equal((1.0, "test"), (info.Value, info.Attributes["edge.policy.name"]));
        Assert.Matches("^[0-9a-f]{64}$", (string)info.Attributes["edge.policy.revision"]!);
        Assert.Equal(0, (await FailedReloadAsync(observed)).Value);
    }

    [Fact]
    public async Task A_refused_file_is_told_for_as_long_as_it_stands()
    {
        var clock = new ManualTimeProvider();
        await using var observed = await ObservedEdge.StartAsync(clock: clock);
        await observed.Edge.ReplacePolicyAsync("{ broken");
        await LineAsync(observed, clock, "Refused the changed file");
        var failed = await FailedReloadAsync(observed);
        Assert.Equal((1.0, "policy 'test'"), (failed.Value, failed.Attributes["edge.reload.source"]));
    }

    [Fact]
    public async Task The_overhead_is_edge_s_own_time_and_not_that_of_the_server_or_the_caller()
    {
        var clock = new ManualTimeProvider();
        await using var observed = await ObservedEdge.StartAsync(
            clock: clock,
            services: services => services.AddSingleton<ILimitStore>(new SlowStore(clock, TimeSpan.FromMilliseconds(7))));
        observed.Edge.Server.Answer = async (context, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            context.Response.ContentType = "application/json";
            await context.Response.Body.FlushAsync();
            clock.Advance(TimeSpan.FromSeconds(2));
            await ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":"call 1","result":{}}""");
        };
        await observed.CallAsync("limited");
        var overhead = Assert.Single(await observed.MetricAsync("edge.request.overhead"));
        Assert.Equal((1UL, "s", "server"), (overhead.Count, overhead.Unit, overhead.Attributes["edge.server"]));
        Assert.Equal((1e-5, 0.1), (overhead.Bounds[0], overhead.Bounds[^1]));
        Assert.Equal(0.007, overhead.Value, 5);
        var decision = Assert.Single(await observed.MetricAsync("edge.policy.decision.duration"));
        Assert.Equal((1e-6, 0.01), (decision.Bounds[0], decision.Bounds[^1]));
        Assert.Equal(0.007, decision.Value, 5);
        var operation = Assert.Single(await observed.MetricAsync("mcp.server.operation.duration"));
        Assert.Equal(5.007, operation.Value, 5);
    }

    [Fact]
    public async Task Ten_thousand_invented_names_are_one_label()
    {
        await using var observed = await ObservedEdge.StartAsync(settings: ("OTEL_TRACES_EXPORTER", "none"));
        using var client = new HttpClient { BaseAddress = observed.Edge.Base };
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            var body = i % 2 == 0
                ? $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"invented-{{{i}}}"}}"""
                : $$"""{"jsonrpc":"2.0","id":1,"method":"invented/{{i}}"}""";
            using var content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync("/mcp", content, cancellation);
            Assert.True(answer.IsSuccessStatusCode);
        });
        var decisions = await observed.MetricAsync("edge.policy.decisions");
        Assert.Equal(2, decisions.Count);
        Assert.Equal(5_000, Value(decisions, ("gen_ai.tool.name", "_OTHER")));
        var operations = await observed.MetricAsync("mcp.server.operation.duration");
        Assert.Equal(2, operations.Count);
        Assert.Equal(5_000UL, Assert.Single(operations, p => p.Has(("mcp.method.name", "_OTHER"))).Count);
    }

    [Theory]
    [InlineData("enforce", false)]
    [InlineData("enforce", true)]
    [InlineData("shadow", false)]
    [InlineData("shadow", true)]
    public async Task A_tool_that_the_server_lists_is_a_label(string mode, bool events)
    {
        await using var observed =
            await ObservedEdge.StartAsync($$"""{ "version": "1", "mode": "{{mode}}", "default": "allow", "tools": { "named": {} } }""");
        const string List = """{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"listed"}]}}""";
        observed.Edge.Server.Answer = (context, _) => events ? ScriptedServer.Events(context, $"data: {List}\n\n")
            : ScriptedServer.Json(context, List);
        await observed.Edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");
        foreach (var tool in (string[])["named", "listed", "unheard-of"])
            await observed.CallAsync(tool);
        var decisions = await observed.MetricAsync("edge.policy.decisions");
        Assert.Equal(["_OTHER", "listed", "named"], decisions.Select(p => (string?)p.Attributes.GetValueOrDefault("gen_ai.tool.name"))
            .OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_grant_of_the_grants_file_is_a_label()
    {
        const string Token = "edge_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var folder = Directory.CreateTempSubdirectory("edge-grants-");
        try
        {
            var file = Path.Combine(folder.FullName, "grants.json");
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Token)));
            await File.WriteAllTextAsync(
                file, $$$"""{ "grants": [ { "id": "robot", "tokenHashes": ["{{{hash}}}"], "servers": { "server": {} } } ] }""");
            await using var observed = await ObservedEdge.StartAsync(settings: ("Edge:Grants:File", file));
            await observed.CallAsync("allowed", "", $"Authorization: Bearer {Token}");
            await observed.CallAsync("allowed");
            var decision = Assert.Single(await observed.MetricAsync("edge.grant.decisions"));
            Assert.Equal((1.0, "robot"), (decision.Value, decision.Attributes["edge.grant"]));
            Assert.Single(await observed.MetricAsync("edge.request.rejected"), p => p.Has(("edge.rejection", "unauthenticated")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Audit_records_are_counted_and_none_is_lost()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await observed.CallAsync("forbidden");
        Assert.Equal((2.0, "{record}"),
            (Assert.Single(await observed.MetricAsync("edge.audit.records")).Value,
                observed.Collector.Points.First(p => p.Metric == "edge.audit.records").Unit));
        Assert.Equal(0, Assert.Single(await observed.MetricAsync("edge.audit.dropped")).Value);
    }

    [Fact]
    public async Task The_framework_s_own_meters_come_along()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await observed.CallAsync("allowed");
        await observed.Edge.StopAsync();
        var metrics = observed.Collector.Points.Select(p => p.Metric).ToHashSet();
        foreach (var expected in (string[])["http.server.request.duration", "kestrel.active_connections", "http.client.request.duration",
            "dotnet.gc.collections"])
            Assert.Contains(expected, metrics);
        Assert.Contains(observed.Collector.Points, p => p.Metric == "http.server.request.duration" && p.Has(("http.route", "/mcp")));
    }

    private static double Value(IEnumerable<OtlpPoint> points, params (string, object?)[] attributes) =>
        // Counts are sums since the start: where the interval let an earlier export pass, the last one holds it all.
        points.Last(p => p.Has(attributes)).Value;

    /// <summary>A store that takes its time, by a clock that moves only here.</summary>
    private sealed class SlowStore(ManualTimeProvider clock, TimeSpan time) : ILimitStore
    {
        private readonly MemoryLimitStore _inner = new(clock);

        public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
        {
            clock.Advance(time);
            return _inner.TakeAsync(reservation, cancellationToken);
        }

        public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
            _inner.LookAsync(reservation, cancellationToken);

        public void End(Reservation reservation, ReservationEnd end) => _inner.End(reservation, end);

        public void Dispose() => _inner.Dispose();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }

    private static async Task<OtlpPoint> FailedReloadAsync(ObservedEdge observed) =>
        (await observed.MetricAsync("edge.reload.failed")).Last(point =>
        (string)point.Attributes["edge.reload.source"]! == "policy 'test'");

    private static Task LineAsync(ObservedEdge observed, ManualTimeProvider clock, string line) => Deadline.Until(
        () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            return observed.Edge.Logs.Lines.Any(l => l.Message.StartsWith(line, StringComparison.Ordinal));
        },
        $"'{line}'");
}
