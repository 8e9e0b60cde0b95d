using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Telemetry.Logging;

/// <summary>What the log is like where the settings have no section <c>Logging</c>, and what such a section changes.</summary>
public sealed class LogDefaultTests
{
    private const string Time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}";

    [Fact]
    public void An_event_is_one_line_that_begins_with_the_time_in_UTC()
    {
        var console = new TestConsole(defaults: true);
        console.Log("hello\nworld");
        console.Dispose();
        Assert.Matches($"^{Time}Z info: Test\\[7\\] hello world\n$", console.Out.Text);
        AssertIsNow(console.Out.Text[..24]);
    }

    [Fact]
    public void As_json_each_line_has_the_time_in_UTC()
    {
        var console = new TestConsole(defaults: true, ("Console:FormatterName", "json"));
        console.Log("hello");
        console.Dispose();
        using var json = JsonDocument.Parse(console.Out.Text);
        var time = json.RootElement.GetProperty("Timestamp").GetString()!;
        Assert.Matches($"^{Time}Z$", time);
        AssertIsNow(time);
    }

    [Fact]
    public void Local_time_says_its_offset()
    {
        var console = new TestConsole(defaults: true, ("Console:FormatterOptions:UseUtcTimestamp", "false"));
        console.Log("hello");
        console.Dispose();
        Assert.Matches($"^{Time}[+-][0-9]{{2}}:[0-9]{{2}} info", console.Out.Text);
    }

    [Fact]
    public void Another_form_of_the_time_and_lines_of_old_can_be_had()
    {
        var console = new TestConsole(
            defaults: true, ("Console:FormatterOptions:TimestampFormat", "'at noon '"), ("Console:FormatterOptions:SingleLine", "false"));
        console.Log("hello");
        console.Dispose();
        Assert.Equal("at noon info: Test[7]\n      hello\n", console.Out.Text);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, true)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Information, true)]
    [InlineData("System.Net.Http.HttpClient", LogLevel.Information, false)]
    [InlineData("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Warning, false)]
    [InlineData("Yarp.ReverseProxy.Health.Checker", LogLevel.Warning, true)]
    [InlineData("Edge.Gateway.Calls.DecisionLog", LogLevel.Information, true)]
    public void Frameworks_are_quiet(string category, LogLevel level, bool isWritten)
    {
        var console = new TestConsole(defaults: true);
        console.Log("hello", level, category);
        console.Dispose();
        Assert.Equal(isWritten, console.Out.Text.Length > 0);
    }

    [Theory]
    [InlineData("LogLevel:Microsoft", "Information")]
    [InlineData("LogLevel:Microsoft.AspNetCore", "Debug")]
    [InlineData("LogLevel:Microsoft.AspNetCore.Hosting", "Trace")]
    [InlineData("Console:LogLevel:Microsoft.AspNetCore", "Information")]
    public void An_operator_who_asks_for_a_frameworks_lines_gets_them(string key, string level)
    {
        var console = new TestConsole(defaults: true, (key, level));
        console.Log("hello", LogLevel.Information, "Microsoft.AspNetCore.Hosting.Diagnostics");
        console.Dispose();
        Assert.NotEmpty(console.Out.Text);
    }

    private static void AssertIsNow(string time) => Assert.InRange(
        TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
        TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
}
