using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Testing.Otlp;

/// <summary>
/// A collector: takes OTLP over HTTP/protobuf on one port and over gRPC (h2c) on another, and keeps everything. Thread-safe.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<OtlpSpan> _spans = [];
    private readonly List<OtlpPoint> _points = [];
    private readonly List<OtlpLog> _logs = [];
    private readonly List<string> _paths = [];
    private readonly StringBuilder _raw = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>The address for HTTP/protobuf.</summary>
    public Uri Http => new(_app.Urls.First());

    /// <summary>The address for gRPC.</summary>
    public Uri Grpc => new(_app.Urls.Last());

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans => Copy(_spans);

    /// <summary>The data points so far; sums are cumulative, so the last one of a series counts.</summary>
    public IReadOnlyList<OtlpPoint> Points => Copy(_points);

    /// <summary>The log lines so far.</summary>
    public IReadOnlyList<OtlpLog> Logs => Copy(_logs);

    /// <summary>The path of each request so far, in order.</summary>
    public IReadOnlyList<string> Paths => Copy(_paths);

    /// <summary>What the last request said of the sender.</summary>
    public Dictionary<string, object?> Resource { get; } = [];

    /// <summary>The headers of the last request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Whether a text was sent in any request, wherever in it.</summary>
    public bool Contains(string text)
    {
        lock (_gate)
            return _raw.ToString().Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Starts a collector on free ports.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var received = await ReceivedRequest.ReadAsync(context.Request);
        var isGrpc = context.Request.ContentType == "application/grpc";
        Keep(received, isGrpc);
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (!isGrpc)
            return;
        // An empty answer, framed, and the status behind it.
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
    }

    private void Keep(ReceivedRequest received, bool isGrpc)
    {
        var message = received.Body.AsSpan();
        if (isGrpc)
            message = message.Slice(5, (int)BinaryPrimitives.ReadUInt32BigEndian(message[1..]));
        lock (_gate)
        {
            _paths.Add(received.Target);
            _raw.Append(Encoding.Latin1.GetString(message));
            foreach (var (name, value) in received.Headers)
                Headers[name] = value;
            switch (received.Target)
            {
                case "/opentelemetry.proto.collector.trace.v1.TraceService/Export" or "/v1/traces":
                    OtlpDecoder.Traces(message, _spans, Resource);
                    break;
                case "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" or "/v1/metrics":
                    OtlpDecoder.Metrics(message, _points, Resource);
                    break;
                case "/opentelemetry.proto.collector.logs.v1.LogsService/Export" or "/v1/logs":
                    OtlpDecoder.Logs(message, _logs, Resource);
                    break;
            }
        }
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }
}
