using System.Buffers;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Edge.Telemetry.Prometheus;

/// <summary>
/// Writes what the SDK counted as Prometheus' text, whenever somebody asks. Not thread-safe: <see cref="PrometheusScrapes"/> asks for one
/// text at a time. Counting goes on meanwhile.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly PrometheusLabels _labels = new();
    private readonly Dictionary<Metric, PrometheusFamily> _families = [];
    private ArrayBufferWriter<byte>? _asked;
    private int _size = 16 * 1024;
    private volatile bool _ended;

    /// <inheritdoc />
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Everything that was counted up to now; null when the SDK is switched off or is shut down.</summary>
    public ReadOnlyMemory<byte>? Read()
    {
        var output = new ArrayBufferWriter<byte>(_size);
        _asked = output;
        if (_ended || Collect?.Invoke(Timeout.Infinite) != true || Interlocked.Exchange(ref _asked, null) is not null)
            return null;
        _size = output.Capacity;
        return output.WrittenMemory;
    }

    /// <inheritdoc />
    public override ExportResult Export(in Batch<Metric> batch)
    {
        // The SDK also collects when it shuts down: then nobody has asked, or somebody is answered by it.
        if (Interlocked.Exchange(ref _asked, null) is not { } output)
            return ExportResult.Success;
        var text = new PrometheusText(output);
        WriteTarget(text);

        // All of a family must stand together; sorted, two texts are easily compared.
        var metrics = new List<(PrometheusFamily Family, Metric Metric)>((int)batch.Count);
        foreach (var metric in batch)
            metrics.Add((FamilyOf(metric), metric));
        metrics.Sort(static (a, b) => (string.CompareOrdinal(a.Family.Name, b.Family.Name), string.CompareOrdinal(a.Metric.MeterName, b.Metric.MeterName)) switch
        {
            (0, var byMeter) => byMeter,
            var (byName, _) => byName,
        });

        PrometheusFamily? current = null;
        foreach (var (family, metric) in metrics)
        {
            if (current?.Name != family.Name)
                text.Head(current = family);
            // One name has one type: of two metrics that disagree the first is written.
            if (current.Kind == family.Kind)
                Write(text, family, metric);
        }

        return ExportResult.Success;
    }

    /// <inheritdoc />
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _ended = true;
        return true;
    }

    private PrometheusFamily FamilyOf(Metric metric)
    {
        if (!_families.TryGetValue(metric, out var family))
            _families.Add(metric, family = PrometheusFamily.Of(metric));
        return family;
    }

    private void WriteTarget(PrometheusText text)
    {
        var family = new PrometheusFamily("target_info", PrometheusKind.Gauge, "Target metadata");
        text.Head(family);
        text.Sample(family.Name, _labels.Of(ParentProvider.GetResource().Attributes), 1);
    }

    private void Write(PrometheusText text, PrometheusFamily family, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = _labels.Of(metric, point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    text.Sample(family.Name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    text.Sample(family.Name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    text.Sample(family.Name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    text.Sample(family.Name, labels, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram or MetricType.ExponentialHistogram:
                    WriteHistogram(text, family.Name, labels, metric, in point);
                    break;
                default:
                    throw new InvalidOperationException("A type of metric has a family and no way to be written.");
            }
        }
    }

    private static void WriteHistogram(PrometheusText text, string name, string labels, Metric metric, in MetricPoint point)
    {
        var buckets = $"{name}_bucket";
        // The text format has no exponential buckets: such a histogram keeps the last one, its sum and its count.
        if (metric.MetricType == MetricType.Histogram)
        {
            long count = 0;
            foreach (var bucket in point.GetHistogramBuckets())
            {
                count += bucket.BucketCount;
                if (!double.IsPositiveInfinity(bucket.ExplicitBound))
                    text.Sample(buckets, $"{labels},{PrometheusText.Label("le", PrometheusText.Number(bucket.ExplicitBound))}", count);
            }
        }

        text.Sample(buckets, $"{labels},{PrometheusText.Label("le", "+Inf")}", point.GetHistogramCount());
        text.Sample($"{name}_sum", labels, point.GetHistogramSum());
        text.Sample($"{name}_count", labels, point.GetHistogramCount());
    }
}
