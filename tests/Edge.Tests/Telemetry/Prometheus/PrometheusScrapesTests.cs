using System.Diagnostics.Metrics;
using System.Text;
using Edge.Telemetry.Prometheus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace Edge.Tests.Telemetry.Prometheus;

/// <summary>What Edge promises of a scrape beyond what the exporter does by itself.</summary>
public sealed class PrometheusScrapesTests : IDisposable
{
    private readonly Meter _meter = new("scraped");
    private readonly MeterProvider _provider = Sdk.CreateMeterProviderBuilder().AddMeter("scraped")
        .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0).Build();
    private readonly PrometheusScrapes _scrapes;

    public PrometheusScrapesTests() => _scrapes = new(_provider, new ServiceCollection().BuildServiceProvider());

    [Fact]
    public async Task Each_scrape_reads_what_was_counted_until_then()
    {
        var calls = _meter.CreateCounter<long>("calls");
        calls.Add(1);
        Assert.Contains("calls_total{otel_scope_name=\"scraped\"} 1\n", await TextAsync(), StringComparison.Ordinal);
        calls.Add(1);
        Assert.Contains("calls_total{otel_scope_name=\"scraped\"} 2\n", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_cannot_end_its_quotes_or_its_line()
    {
        _meter.CreateCounter<long>("calls").Add(1, new("tool", "a\"b\\c\nd"), new("odd", "\ud800 €"));
        var line = Assert.Single((await TextAsync()).Split('\n'), line => line.StartsWith("calls_total{", StringComparison.Ordinal));
        Assert.Contains("""tool="a\"b\\c\nd",""", $"{line[..^3]},", StringComparison.Ordinal);
        Assert.Contains("odd=\"\ufffd €\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrapers_at_the_same_time_each_read_a_whole_text()
    {
        _meter.CreateCounter<long>("calls").Add(1);
        var expected = await TextAsync();
        var texts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(TextAsync)));
        Assert.All(texts, text => Assert.Equal(expected.Length, text.Length));
    }

    [Fact]
    public async Task The_exporter_writes_into_memory_and_never_waits_for_a_reader()
    {
        _meter.CreateCounter<long>("calls").Add(1);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new NobodyReads()));
        Assert.NotEmpty((await _scrapes.ReadAsync(context))!.Value.ToArray());
        Assert.IsType<NobodyReads>(context.Response.Body);
    }

    [Fact]
    public void Only_so_many_scrapes_are_under_way()
    {
        Assert.All(Enumerable.Range(0, PrometheusScrapes.MaxUnderWay), _ => Assert.True(_scrapes.TryEnter()));
        Assert.False(_scrapes.TryEnter());
        _scrapes.Leave();
        Assert.True(_scrapes.TryEnter());
    }

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    private async Task<string> TextAsync() => Encoding.UTF8.GetString((await _scrapes.ReadAsync(new DefaultHttpContext()))!.Value.Span);

    private sealed class NobodyReads : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The exporter wrote to its reader.");

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("The exporter wrote to its reader.");
    }
}
