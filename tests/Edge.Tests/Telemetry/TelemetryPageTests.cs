using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Edge.Telemetry;
using Edge.Telemetry.Metrics;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>The page on telemetry names every instrument and attribute there is, and no other.</summary>
public sealed class TelemetryPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "telemetry.md"));

    [Fact]
    public async Task The_page_has_every_instrument_with_its_unit_and_every_attribute_and_no_other_name_of_edge_s()
    {
        await using var edge = await EdgeHost.StartAsync();
        var instruments = new HashSet<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        listener.Start();
        Assert.NotNull(edge.Services.GetRequiredService<EdgeMetrics>());
        var ours = instruments.Where(i => i.Meter.Name == EdgeActivities.Name).ToList();
        Assert.All(ours, i => Assert.Matches($@"\| [^|]*`{Regex.Escape(i.Name)}`[^|]* \| (counter|histogram|gauge)[^|]*{(i.Unit is null ? "1" : Regex.Escape($"`{i.Unit}`"))} \|", Page));

        var attributes = typeof(AttributeNames).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        Assert.All(attributes.Where(a => !a.StartsWith("http.", StringComparison.Ordinal)), a => Assert.Contains($"`{a}`", Page, StringComparison.Ordinal));
        var named = Regex.Matches(Page, "`((edge|mcp|gen_ai|rpc|proxy)\\.[a-z_.]+)`").Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Empty(named.Except(attributes).Except(ours.Select(i => i.Name)).Except(["edge.denied", "proxy.forwarder"]));
    }
}
