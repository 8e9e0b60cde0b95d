using System.Text;
using Edge.Testing;
using Edge.Testing.Otlp;
using Edge.Testing.Running;
using Xunit;

namespace Edge.Tests.Speed;

/// <summary>
/// The bare YARP that Edge's telemetry is measured against sends what docs/benchmarks.md says of it, or the two would not be alike.
/// </summary>
public sealed class WatchedProxyTests
{
    private const int Requests = 3;

    [Fact]
    public async Task Bare_Yarp_with_its_own_telemetry_sends_three_spans_a_request_and_the_meters_of_the_framework()
    {
        await using var server = await ScriptedServer.StartAsync((context, _) => ScriptedServer.Json(context, "{}"));
        await using var receiver = await OtlpReceiver.StartAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        await using var yarp = ChildProgram.Start(
            "bare YARP", "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "Edge.Peers.dll"),
                    "watched-yarp", $"{address}", $"{server.Address}", $"{server.Address}"],
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"{receiver.Http}",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf"
            });
        await yarp.ListeningAsync(address);

        using var client = new HttpClient();
        for (var i = 0; i < Requests; i++)
        {
            using var body = new StringContent("{}", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri(address, "mcp"), body, Deadline.Token);
            answer.EnsureSuccessStatusCode();
        }

        // Whatever waits is sent when it ends.
        await yarp.StopAsync();

        var traces = receiver.Spans.GroupBy(s => s.TraceId).ToList();
        Assert.Equal(Requests, traces.Count);
        Assert.All(traces,
            t => Assert.Equal(["Microsoft.AspNetCore", "System.Net.Http", "Yarp.ReverseProxy"],
                t.Select(s => s.Scope).Order(StringComparer.Ordinal)));
        Assert.All(receiver.Spans.Where(s => s.Scope == "Microsoft.AspNetCore"),
            s => Assert.Equal("POST", s.Attributes["http.request.method"]));
        Assert.Superset(
            new HashSet<string> { "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing",
                "System.Net.Http", "System.Runtime" },
            receiver.Points.Select(p => p.Scope).ToHashSet());
    }
}
