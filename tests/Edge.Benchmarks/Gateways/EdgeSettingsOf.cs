using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>How Edge is set up for the benchmark, over the shipped appsettings.json.</summary>
internal static class EdgeSettingsOf
{
    /// <summary>Nothing watches: no metrics, no records.</summary>
    public static readonly (string Key, string Value)[] Unwatched = [("OTEL_SDK_DISABLED", "true"), ("Edge__Audit__Path", "")];

    // A client that never waits fills any queue on a machine that does other work as well; Edge would refuse calls then, as it should.
    private static readonly (string Key, string Value) LongQueue = ("Edge__Audit__QueueSize", "65536");

    /// <summary>Metrics for <c>/metrics</c>, and records, as shipped.</summary>
    public static (string Key, string Value)[] Shipped(string folder) =>
        [("Edge__Audit__Path", Path.Combine(folder, "audit-shipped")), LongQueue];

    /// <summary>All that, and traces, metrics and logs over OTLP.</summary>
    public static (string Key, string Value)[] Watched(string folder, Uri receiver) =>
    [
        ("Edge__Audit__Path", Path.Combine(folder, "audit-watched")),
        LongQueue,
        .. Otlp(receiver),
    ];

    /// <summary>Traces, metrics and logs over OTLP, whoever sends them.</summary>
    public static (string Key, string Value)[] Otlp(Uri receiver) =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    /// <summary>Routes, policies and addresses, which are the same for all.</summary>
    public static IEnumerable<(string Key, string Value)> Common(string folder, int port, Uri calls, Uri bodies, Uri runpod)
    {
        yield return ("Kestrel__Endpoints__Mcp__Url", $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        yield return ("Edge__Admin__Url", "http://127.0.0.1:0");
        yield return ("Edge__KeyFile", Path.Combine(folder, "edge.key"));
        yield return ("Edge__Store__Path", Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"edge-{port}.db")));
        // One client sends everything here, and more than any flood.
        yield return ("Edge__Flood__RequestsPerSecond", "1000000");
        yield return ("Edge__Flood__Burst", "1000000");
        yield return ("Edge__Flood__ConnectionsPerAddress", "10000");
        yield return ("Edge__Policies__runpod", Path.Combine(folder, "shipped.json"));
        yield return Address("runpod", calls);
        foreach (var (route, path, server) in new[] { ("list", "/mcp/list", calls), ("stream-list", "/mcp/list-stream", calls),
            ("body", "/mcp/body", bodies), ("events", "/mcp/stream", bodies), ("runpod-mcp", Workloads.Runpod.Path, runpod) })
        {
            foreach (var setting in Route(route, path, "runpod"))
                yield return setting;
            yield return Address(route, server);
        }

        foreach (var variant in BenchPolicies.Variants)
        {
            var name = Workloads.Slug(variant.Name);
            yield return ($"Edge__Policies__{name}", Path.Combine(folder, $"{name}.json"));
            foreach (var setting in Route(name, $"/{name}/mcp", name))
                yield return setting;
            yield return Address(name, calls);
        }
    }

    private static IEnumerable<(string Key, string Value)> Route(string route, string path, string policy) =>
    [
        ($"ReverseProxy__Routes__{route}__ClusterId", route),
        ($"ReverseProxy__Routes__{route}__Match__Path", path),
        ($"ReverseProxy__Routes__{route}__Metadata__Edge.Policy", policy),
        ($"ReverseProxy__Routes__{route}__Metadata__Edge.Identity", "credential"),
    ];

    private static (string Key, string Value) Address(string cluster, Uri server) =>
        ($"ReverseProxy__Clusters__{cluster}__Destinations__primary__Address", server.ToString());
}
