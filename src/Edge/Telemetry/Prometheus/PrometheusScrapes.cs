using Edge.Admin.Metrics;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry.Metrics;

namespace Edge.Telemetry.Prometheus;

/// <summary>
/// Lets a few scrapers read at a time. The exporter writes into memory and is done, and the text leaves afterwards: it keeps every other
/// scrape waiting, at full processor time, for as long as one is being written to its reader, who may never read. Thread-safe.
/// </summary>
internal sealed class PrometheusScrapes : IMetricsText
{
    /// <summary>How many scrapes are under way at most, from the question to the last byte of the answer.</summary>
    public const int MaxUnderWay = 8;

    private readonly RequestDelegate? _exporter;
    private int _underWay;
    private int _size = 16 * 1024;

    /// <summary>
    /// Finds the exporter of <paramref name="metrics"/>; with the SDK switched off there is none, and nothing is ever read.
    /// </summary>
    public PrometheusScrapes(MeterProvider metrics, IServiceProvider services)
    {
        try
        {
            _exporter = new ApplicationBuilder(services)
                .UseOpenTelemetryPrometheusScrapingEndpoint(metrics, static _ => true, path: null, configureBranchedPipeline: null,
                optionsName: null)
                .Build();
        }
        catch (ArgumentException)
        {
            _exporter = null;
        }
    }

    /// <inheritdoc />
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _underWay) <= MaxUnderWay)
            return true;
        Leave();
        return false;
    }

    /// <inheritdoc />
    public void Leave() => Interlocked.Decrement(ref _underWay);

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context)
    {
        if (_exporter is null)
            return null;
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var text = new MemoryStream(_size);
        try
        {
            context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(text));
            await _exporter(context);
        }
        finally
        {
            context.Features.Set(body);
        }

        // What it answers when the SDK could not collect.
        if (context.Response.StatusCode != StatusCodes.Status200OK || text.Length == 0)
        {
            context.Response.Clear();
            return null;
        }

        _size = text.Capacity;
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }
}
