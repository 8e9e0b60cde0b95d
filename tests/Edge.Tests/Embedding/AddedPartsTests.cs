using System.Collections.Concurrent;
using System.Diagnostics;
using Edge.Admin;
using Edge.Gateway;
using Edge.Gateway.Telemetry;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace Edge.Tests.Embedding;

/// <summary>What other packages add to Edge in an application that is not Edge's: the admin port, the shared store, telemetry.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AddedPartsTests(PostgresCollection.Fixture postgres)
{
    private const string Allowed = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string OnlyHere = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"only_in_this_test"}}""";

    private const string OnceADay = """
        { "version": "1", "default": "deny", "tools": {
          "allowed": { "limits": [ { "counter": "c", "window": "day", "max": 1, "scope": "global" } ] } } }
        """;

    [Fact]
    public async Task AddAdmin_opens_the_admin_port_on_a_listener_of_its_own()
    {
        await using var host = await ForeignHost.StartAsync(WithAdmin, after: edge => edge.AddAdmin());
        var admin = host.Services.GetRequiredService<AdminHost>().Address;

        Assert.NotEqual(host.Base.Port, admin.Port);
        Assert.Equal(200, (await RawHttp.RequestAsync(new Uri(admin, "/healthz"), "GET", default)).Status);
        Assert.Equal(401, (await RawHttp.RequestAsync(new Uri(admin, "/api/freezes"), "GET", default)).Status);
        Assert.Equal(404, (await RawHttp.RequestAsync(new Uri(admin, "/own"), "GET", default,
            Operators.Bearer(Operators.Admin))).Status);
        foreach (var path in (string[])["/healthz", "/readyz", "/api/freezes", "/sign-in", "/metrics"])
            Assert.Equal(404, (await RawHttp.RequestAsync(new Uri(host.Base, path), "GET", default)).Status);
    }

    [Fact]
    public async Task The_stop_button_of_AddAdmin_stops_calls_of_the_host()
    {
        await using var host = await ForeignHost.StartAsync(WithAdmin, after: edge => edge.AddAdmin());
        var freezes = new Uri(host.Services.GetRequiredService<AdminHost>().Address, "/api/freezes");
        Assert.DoesNotContain("isError", (await host.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);

        var frozen = await RawHttp.RequestAsync(freezes, "PUT", """{"scope":"all"}"""u8.ToArray(), Operators.Bearer(Operators.Admin));
        Assert.Equal(200, frozen.Status);
        Assert.Contains("an operator has stopped everything", (await host.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);
        Assert.Single(host.Server.Received);
    }

    [Fact]
    public async Task AddPostgresStore_counts_for_all_processes_together()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        var key = TestKeyFile.Write(Path.Combine(Path.GetTempPath(), $"edge-key-{Guid.NewGuid():N}"));
        try
        {
            await using var one = await StartAsync();
            await using var two = await StartAsync();

            Assert.DoesNotContain("isError", (await one.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);
            Assert.Contains("rate_limited", (await two.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);
            Assert.Empty(two.Server.Received);
        }
        finally
        {
            File.Delete(key);
        }

        Task<ForeignHost> StartAsync() => ForeignHost.StartAsync(
            edge => edge.KeyFile = key, after: edge => edge.AddPostgresStore(database), policy: OnceADay);
    }

    [Fact]
    public async Task AddPostgresStore_needs_a_key_file_and_a_database()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        var noKey = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            () => ForeignHost.StartAsync(after: edge => edge.AddPostgresStore(database)));
        Assert.StartsWith("error key_file_missing at Edge:KeyFile:", Assert.Single(noKey.Failures), StringComparison.Ordinal);

        var noDatabase = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            () => ForeignHost.StartAsync(after: edge => edge.AddPostgresStore()));
        Assert.StartsWith("EdgeOptions: error config_missing at Edge:Store:ConnectionString:", Assert.Single(noDatabase.Failures),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddEdgeInstrumentation_collects_spans_and_metrics()
    {
        using var spans = new Kept<Activity>(span => span.TagObjects.Any(tag => tag.Value is "only_in_this_test"));
        using var metrics = new Kept<Metric>(metric => metric.MeterName == EdgeActivities.Name);
        await using var host = await ForeignHost.StartAsync(before: proxy => proxy.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddEdgeInstrumentation().AddProcessor(new SimpleActivityExportProcessor(spans)))
            .WithMetrics(meters => meters.AddEdgeInstrumentation().AddReader(new BaseExportingMetricReader(metrics))));
        Assert.Contains("isError", (await host.PostAsync("/mcp", OnlyHere)).Text, StringComparison.Ordinal);
        await Deadline.Until(() => !spans.Names.IsEmpty, "a span of the call");
        Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());

        Assert.Contains(spans.Names, name => name.Contains("tools/call", StringComparison.Ordinal));
        Assert.Contains("edge.policy.decisions", metrics.Names);
    }

    private static void WithAdmin(EdgeOptions edge)
    {
        edge.Others["Admin:Url"] = "http://127.0.0.1:0";
        foreach (var (key, value) in Operators.Settings)
            edge.Others[key["Edge:".Length..]] = value;
    }

    private sealed class Kept<T>(Func<T, bool> isWanted) : BaseExporter<T>
        where T : class
    {
        public ConcurrentQueue<string> Names { get; } = [];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                if (isWanted(item))
                    Names.Enqueue(item switch { Activity span => span.DisplayName, Metric metric => metric.Name, _ => "" });
            }

            return ExportResult.Success;
        }
    }
}
