using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>Settings out of range stop the start, all of them named at once.</summary>
public sealed class ConfigurationTests
{
    private static readonly string[] Numbers =
    [
        "Wire:MaxRequestBytes", "Wire:MaxBufferedBytes", "Wire:ForwardLimit", "Flood:RequestsPerSecond", "Flood:Burst",
            "Flood:ConnectionsPerAddress",
        "Audit:QueueSize", "Audit:MaxFileBytes", "Audit:KeepFiles", "Audit:KeepDays", "Store:MaxConnections",
    ];

    private static readonly string[] Durations = ["ShutdownGrace", "Wire:BodyTimeout", "Wire:CallTimeout", "Store:ConnectTimeout",
        "Store:CommandTimeout"];

    [Theory]
    [InlineData("-1", "-00:00:01")]
    [InlineData("9223372036854775807", "10675199.02:48:05")]
    [InlineData("99999999999999999999999999", "99999999.00:00:00")]
    [InlineData("1e3", "30")]
    [InlineData("0x10", "NaN")]
    [InlineData("1.5", "00:00:00.0000001")]
    public async Task Every_number_and_duration_out_of_range_is_named(string number, string duration)
    {
        var wrong = Numbers.Select(key => (Key: key, Value: number)).Concat(Durations.Select(key => (Key: key, Value: duration))).ToList();
        await using var edge = EdgeProgram.Launch(
            RunpodWorld.Loopback(9), FaultPolicies.Usual,
                [.. wrong.Select(w => ($"Edge__{w.Key.Replace(":", "__", StringComparison.Ordinal)}", w.Value))]);
        Assert.Equal(2, await edge.ExitAsync());
        Assert.All(wrong.Where(w => (w.Key, w.Value) != ("ShutdownGrace", "00:00:00.0000001")),
            w => Assert.Contains($" at Edge:{w.Key}: expected ", edge.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", edge.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kestrel__Endpoints__Mcp__Url", "http://127.0.0.1:99999",
        "cannot listen: an address has an invalid port: expected 0 to 65535")]
    [InlineData("Kestrel__Endpoints__Mcp__Url", "nowhere", "cannot listen: ")]
    [InlineData("ReverseProxy__Clusters__runpod__Destinations__primary__Address", "nowhere",
        "expected the address of a server such as 'https://mcp.example.com/', found 'nowhere'")]
    public async Task What_the_framework_would_take_or_break_at_stops_the_start_in_words(string key, string value, string expected)
    {
        await using var edge = EdgeProgram.Launch(RunpodWorld.Loopback(9), FaultPolicies.Usual, (key, value));
        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains(expected, edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
    }
}
