using Edge.Testing;
using Edge.Testing.Otlp;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Tests.Telemetry;

/// <summary>Edge that sends everything to a collector of the test's own.</summary>
public sealed class ObservedEdge : IAsyncDisposable
{
    /// <summary>A policy with a tool for every way a call can go.</summary>
    public const string EveryWay =
        """
        { "version": "1", "default": "deny",
          "methods": { "allow": ["tools/list", "prompts/get"] },
          "prompts": { "default": "allow" },
          "tools": {
            "allowed": {},
            "limited": { "limits": [ { "counter": "few", "window": "day", "max": 2, "scope": "global" } ] },
            "watched": { "action": "deny", "shadow": true },
            "crowded": { "shadow": true, "limits": [ { "counter": "shy", "window": "day", "max": 1 } ] }
          } }
        """;

    private ObservedEdge(EdgeHost edge, OtlpReceiver collector) => (Edge, Collector) = (edge, collector);

    public EdgeHost Edge { get; }

    public OtlpReceiver Collector { get; }

    /// <summary>Edge's spans so far.</summary>
    public IEnumerable<OtlpSpan> Spans => Collector.Spans.Where(s => s.Name != "Microsoft.AspNetCore.Hosting.HttpRequestIn");

    /// <summary>Starts Edge and a collector, which it reaches by HTTP/protobuf.</summary>
    public static async Task<ObservedEdge> StartAsync(
        string policy = EveryWay, TimeProvider? clock = null, Action<IServiceCollection>? services = null,
            params (string Key, string Value)[] settings)
    {
        var collector = await OtlpReceiver.StartAsync();
        (string, string)[] all = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Http.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), .. settings];
        return new(await EdgeHost.StartAsync(policy, clock: clock, services: services, settings: all), collector);
    }

    /// <summary>A call of a tool, in a trace of its own; returns the trace and the answer.</summary>
    public async Task<(string Trace, RawResponse Answer)> CallAsync(string tool, string meta = "", params string[] headers)
    {
        var trace = Guid.NewGuid().ToString("N");
        var body = $$$"""{"jsonrpc":"2.0","id":"\u0063all """
            + $$$"""1","method":"tools/call","params":{"name":"{{{tool}}}","arguments":{}{{{meta}}}}}""";
        return (trace, await Edge.PostAsync(body, [$"traceparent: 00-{trace}-00f067aa0ba902b7-01", .. headers]));
    }

    /// <summary>
    /// Stops Edge, which sends what is left, and gives its spans of a trace; the server, which runs here too, has one of its own.
    /// </summary>
    public async Task<IReadOnlyList<OtlpSpan>> TraceAsync(string trace)
    {
        await Edge.StopAsync();
        return [.. Spans.Where(s => s.TraceId == trace)];
    }

    /// <summary>Stops Edge, and gives the last data points of a metric.</summary>
    public async Task<IReadOnlyList<OtlpPoint>> MetricAsync(string name)
    {
        await Edge.StopAsync();
        return [.. Collector.Points.Where(p => p.Metric == name)];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
