using System.Diagnostics.Metrics;
using System.Text;
using Edge.Telemetry.Prometheus;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Edge.Tests.Telemetry.Prometheus;

/// <summary>A meter of the test's own, and what a scraper reads of it.</summary>
internal sealed class Scraped : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly MeterProvider _provider;

    public Scraped(string name = "test", Action<MeterProviderBuilder>? more = null, KeyValuePair<string, object?>[]? tags = null)
    {
        Meter = new Meter(new MeterOptions(name) { Version = "1.2", Tags = tags });
        var services = new ServiceCollection();
        services.AddPrometheus();
        services.AddSingleton(provider =>
        {
            // As the host does it, without the host.
            var builder = Sdk.CreateMeterProviderBuilder().ConfigureResource(resource => resource.Clear().AddService("edge", serviceInstanceId: "one"))
                .AddMeter(name).AddReader(new BaseExportingMetricReader(provider.GetRequiredService<PrometheusExporter>()));
            more?.Invoke(builder);
            return builder.Build();
        });
        _services = services.BuildServiceProvider();
        _provider = _services.GetRequiredService<MeterProvider>();
    }

    public Meter Meter { get; }

    public PrometheusScrapes Scrapes => _services.GetRequiredService<PrometheusScrapes>();

    /// <summary>The lines that a scraper reads, those of <c>target_info</c> left out.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync() =>
        [.. (await TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("target_info", StringComparison.Ordinal))];

    public async Task<string> TextAsync()
    {
        var text = await Scrapes.ReadAsync(CancellationToken.None) ?? throw new InvalidOperationException("Nothing is counted.");
        return Encoding.UTF8.GetString(text.Span);
    }

    public void Stop() => _provider.Shutdown();

    public void Dispose()
    {
        _services.Dispose();
        Meter.Dispose();
    }
}
