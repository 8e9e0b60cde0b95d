using System.Diagnostics.Metrics;
using Edge.Telemetry.Prometheus;
using OpenTelemetry.Metrics;
using Xunit;

namespace Edge.Tests.Telemetry.Prometheus;

/// <summary>What stands in <c>/metrics</c>, line by line.</summary>
public sealed class PrometheusTextTests
{
    private const string Scope = "otel_scope_name=\"test\",otel_scope_version=\"1.2\"";

    [Fact]
    public async Task Counters_gauges_and_what_goes_up_and_down_have_their_types()
    {
        using var scraped = new Scraped();
        scraped.Meter.CreateCounter<long>("b.calls", "{call}", "Calls.").Add(3, new KeyValuePair<string, object?>("a.b", "x"));
        scraped.Meter.CreateCounter<double>("c.time", "s", "Time.").Add(0.25);
        scraped.Meter.CreateUpDownCounter<int>("d.open", null, "Open.").Add(-2);
        scraped.Meter.CreateUpDownCounter<double>("e.open", null, "Open.").Add(0.5);
        scraped.Meter.CreateObservableGauge("f.now", () => 7L, null, "Now.");
        scraped.Meter.CreateGauge<double>("a.share", "1", "Share.").Record(0.5);

        Assert.Equal(
            [
                "# HELP a_share_ratio Share.", "# TYPE a_share_ratio gauge", $$"""a_share_ratio{{{Scope}}} 0.5""",
                "# HELP b_calls_total Calls.", "# TYPE b_calls_total counter", $$"""b_calls_total{a_b="x",{{Scope}}} 3""",
                "# HELP c_time_seconds_total Time.", "# TYPE c_time_seconds_total counter", $$"""c_time_seconds_total{{{Scope}}} 0.25""",
                "# HELP d_open Open.", "# TYPE d_open gauge", $$"""d_open{{{Scope}}} -2""",
                "# HELP e_open Open.", "# TYPE e_open gauge", $$"""e_open{{{Scope}}} 0.5""",
                "# HELP f_now Now.", "# TYPE f_now gauge", $$"""f_now{{{Scope}}} 7""",
            ],
            await scraped.LinesAsync());
    }

    [Fact]
    public async Task A_histogram_adds_its_buckets_up_and_ends_with_sum_and_count()
    {
        using var scraped = new Scraped();
        var histogram = scraped.Meter.CreateHistogram("took", "s", "Took.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.5] });
        foreach (var value in new[] { 0.000001, 0.25, 0.25, 8 })
            histogram.Record(value);

        Assert.Equal(
            [
                "# HELP took_seconds Took.", "# TYPE took_seconds histogram",
                $$"""took_seconds_bucket{{{Scope}},le="1e-05"} 1""", $$"""took_seconds_bucket{{{Scope}},le="0.5"} 3""", $$"""took_seconds_bucket{{{Scope}},le="+Inf"} 4""",
                $$"""took_seconds_sum{{{Scope}}} 8.500001""", $$"""took_seconds_count{{{Scope}}} 4""",
            ],
            await scraped.LinesAsync());
    }

    [Fact]
    public async Task An_exponential_histogram_keeps_its_last_bucket_sum_and_count()
    {
        using var scraped = new Scraped(more: metrics => metrics.AddView("took", new Base2ExponentialBucketHistogramConfiguration()));
        scraped.Meter.CreateHistogram<double>("took", "s", "Took.").Record(2);
        Assert.Equal([$$"""took_seconds_bucket{{{Scope}},le="+Inf"} 1""", $$"""took_seconds_sum{{{Scope}}} 2""", $$"""took_seconds_count{{{Scope}}} 1"""], (await scraped.LinesAsync()).Skip(2));
    }

    [Fact]
    public async Task What_would_end_a_value_or_a_line_is_escaped()
    {
        using var scraped = new Scraped();
        scraped.Meter.CreateCounter<long>("calls", null, "One \"line\" \\ and\nanother.").Add(1, new("tool", "a\"b\\c\nd"), new("odd", "\ud800 €"), new("yes", true), new("none", null));
        var lines = await scraped.LinesAsync();
        Assert.Equal(3, lines.Count);
        Assert.Equal("""# HELP calls_total One "line" \\ and\nanother.""", lines[0]);
        Assert.Contains("""tool="a\"b\\c\nd",""", lines[2], StringComparison.Ordinal);
        Assert.Contains("odd=\"\ufffd €\",", lines[2], StringComparison.Ordinal);
        Assert.Contains("yes=\"true\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("none=\"\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_that_become_one_label_share_it()
    {
        using var scraped = new Scraped();
        scraped.Meter.CreateCounter<long>("calls").Add(1, new("a.b", "x"), new("a_b", 2));
        Assert.Contains("a_b=\"x;2\"", (await scraped.LinesAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_one_name_are_one_family_and_of_two_types_the_first_is_written()
    {
        using var scraped = new Scraped();
        scraped.Meter.CreateCounter<long>("b.calls").Add(1);
        scraped.Meter.CreateCounter<long>("b_calls").Add(2);
        scraped.Meter.CreateUpDownCounter<long>("b.calls.total").Add(3);

        var lines = await scraped.LinesAsync();
        Assert.Single(lines, line => line.StartsWith("# TYPE b_calls_total ", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.StartsWith("b_calls_total{", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.EndsWith(" 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_resource_and_the_meter_are_told()
    {
        using var scraped = new Scraped(tags: [new("shard", 3)]);
        scraped.Meter.CreateCounter<long>("calls").Add(1);
        var text = await scraped.TextAsync();
        Assert.StartsWith("# HELP target_info Target metadata\n# TYPE target_info gauge\ntarget_info{", text, StringComparison.Ordinal);
        Assert.Contains("service_name=\"edge\"", text, StringComparison.Ordinal);
        Assert.Contains("service_instance_id=\"one\"", text, StringComparison.Ordinal);
        Assert.Contains($$"""calls_total{{{Scope}},otel_scope_shard="3"} 1""", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_scrape_reads_what_was_counted_until_then()
    {
        using var scraped = new Scraped();
        var calls = scraped.Meter.CreateCounter<long>("calls");
        calls.Add(1);
        Assert.EndsWith(" 1", (await scraped.LinesAsync())[^1], StringComparison.Ordinal);
        calls.Add(1);
        Assert.EndsWith(" 2", (await scraped.LinesAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrapers_at_the_same_time_each_read_a_whole_text()
    {
        using var scraped = new Scraped();
        scraped.Meter.CreateCounter<long>("calls").Add(1);
        var expected = await scraped.TextAsync();
        var texts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(scraped.TextAsync)));
        Assert.All(texts, text => Assert.Equal(expected, text));
    }

    [Fact]
    public void Only_so_many_scrapes_are_under_way()
    {
        using var scraped = new Scraped();
        Assert.All(Enumerable.Range(0, PrometheusScrapes.MaxUnderWay), _ => Assert.True(scraped.Scrapes.TryEnter()));
        Assert.False(scraped.Scrapes.TryEnter());
        scraped.Scrapes.Leave();
        Assert.True(scraped.Scrapes.TryEnter());
    }

    [Fact]
    public async Task After_the_end_there_is_nothing_to_read()
    {
        using var scraped = new Scraped();
        scraped.Stop();
        Assert.Null(await scraped.Scrapes.ReadAsync(TestContext.Current.CancellationToken));
    }
}
