using Edge.Telemetry.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Xunit;

namespace Edge.Tests.Telemetry.Logging;

/// <summary>The settings below <c>Logging:Console</c> mean what they mean to the framework's provider.</summary>
public sealed class ConsoleOptionsTests
{
    [Theory]
    [InlineData(null, "info: Test[7]\n      hello\n")]
    [InlineData("simple", "info: Test[7]\n      hello\n")]
    [InlineData("SystemD", "<6>Test[7] hello\n")]
    [InlineData("nonsense", "info: Test[7]\n      hello\n")]
    [InlineData("systemd", "<6>Test[7] hello\n")]
    [InlineData("json", "{\"EventId\":7,\"LogLevel\":\"Information\",\"Category\":\"Test\",\"Message\":\"hello\",\"State\":{}}\n")]
    public void The_formatter_is_the_named_one_else_the_simple_one(string? name, string expected)
    {
        var console = name is null ? new TestConsole() : new TestConsole(("Console:FormatterName", name));
        console.Log("hello");
        console.Dispose();
        Assert.Equal(expected, console.Out.Text);
    }

    [Fact]
    public async Task Another_formatter_and_its_options_hold_from_the_next_line_on()
    {
        using var console = new TestConsole();
        await console.BeginPauseAsync();
        console.Change("Console:FormatterName", "simple");
        console.Change("Console:FormatterOptions:SingleLine", "true");
        console.Log("hello");
        console.Change("Console:FormatterName", "systemd");
        console.Log("hello");
        console.Change("Console:LogToStandardErrorThreshold", "Information");
        console.Log("hello");
        console.Dispose();
        Assert.Equal(("info: Test[7] hello\n<6>Test[7] hello\n", "<6>Test[7] hello\n"), (console.Out.Writes[1], console.Error.Text));
    }

    [Fact]
    public async Task Lines_from_the_threshold_on_go_to_standard_error_and_the_order_of_both_is_kept()
    {
        using var console = new TestConsole(("Console:LogToStandardErrorThreshold", "Warning"), ("Console:FormatterName", "systemd"));
        await console.BeginPauseAsync();
        console.Log("one");
        console.Log("two");
        console.Log("three", LogLevel.Warning);
        console.Log("four", LogLevel.Error);
        console.Log("five");
        console.Dispose();
        Assert.Equal(["<6>Test[7] one\n<6>Test[7] two\n", "<6>Test[7] five\n"], console.Out.Writes.Skip(1));
        Assert.Equal(["<4>Test[7] three\n<3>Test[7] four\n"], console.Error.Writes);
    }

    [Fact]
    public void Scopes_colours_and_time_are_the_formatters()
    {
        var console = new TestConsole(
            ("Console:FormatterName", "simple"), ("Console:FormatterOptions:IncludeScopes", "true"),
                ("Console:FormatterOptions:ColorBehavior", "Enabled"),
            ("Console:FormatterOptions:TimestampFormat", "'at noon '"));
        using (console.BeginScope("a scope"))
            console.Log("hello");
        console.Dispose();
        Assert.Equal("at noon \u001b[40m\u001b[32minfo\u001b[39m\u001b[22m\u001b[49m: Test[7]\n      => a scope\n      hello\n",
            console.Out.Text);
    }

    [Theory]
    [InlineData("Default", "at noon info: Test[7]\n      => a scope\n      hello\n")]
    [InlineData("Systemd", "<6>at noon Test[7] => a scope hello\n")]
    public void Options_of_old_that_stand_beside_the_formatters_name_hold_where_none_is_named(string format, string expected)
    {
        var console = new TestConsole(("Console:Format", format), ("Console:IncludeScopes", "true"),
            ("Console:TimestampFormat", "'at noon '"), ("Console:DisableColors", "true"));
        using (console.BeginScope("a scope"))
            console.Log("hello");
        console.Dispose();
        Assert.Equal(expected, console.Out.Text);
    }

    [Fact]
    public void Levels_given_for_the_console_hold_and_what_is_kept_off_it_stays_off()
    {
        var console = new TestConsole(("LogLevel:Default", "Trace"), ("LogLevel:Silent", "Trace"), ("Console:LogLevel:Default", "Warning"),
            ("Console:FormatterName", "systemd"));
        console.Log("too low");
        console.Log("high enough", LogLevel.Warning);
        console.Log("kept off", LogLevel.Critical, "Silent");
        console.Dispose();
        Assert.Equal("<4>Test[7] high enough\n", console.Out.Text);
    }

    [Fact]
    public void A_value_that_logs_while_it_is_formatted_spoils_no_line()
    {
        var console = new TestConsole(("Console:FormatterName", "systemd"));
        console.Log(new Talkative(console));
        console.Dispose();
        Assert.Equal("<6>Test[7] inner\n<6>Test[7] outer\n", console.Out.Text);
    }

    [Fact]
    public void A_long_line_is_one_write()
    {
        var console = new TestConsole(("Console:FormatterName", "systemd"));
        var text = new string('é', 300_000);
        console.Log(text);
        console.Dispose();
        Assert.Equal([$"<6>Test[7] {text}\n"], console.Out.Writes);
    }

    [Fact]
    public void The_program_has_it_in_the_place_of_the_frameworks()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.GatherConsoleLines();
        using var app = (IDisposable)builder.Build();
        var providers = ((WebApplication)app).Services.GetServices<ILoggerProvider>().ToList();
        Assert.Single(providers.OfType<GatheringConsoleProvider>());
        Assert.Empty(providers.OfType<ConsoleLoggerProvider>());
    }

    [Fact]
    public void A_host_without_a_console_gets_none()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.GatherConsoleLines();
        Assert.DoesNotContain(builder.Services, s => s.ServiceType == typeof(ILoggerProvider));
    }

    private sealed class Talkative(TestConsole console)
    {
        public override string ToString()
        {
            console.Log("inner");
            return "outer";
        }
    }
}
