using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Edge.Telemetry.Logging;

/// <summary>
/// What the log is like where <c>Logging</c> says nothing. They are the first options, so that whatever an operator sets wins: a level for
/// <c>Microsoft</c> or any category below it, a format of the time, a mode of the queue.
/// </summary>
internal static class LogDefaults
{
    // Round-trip format (RFC 3339) to the millisecond. As UTC it ends with Z, else with the offset.
    private const string Utc = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const string Local = "yyyy-MM-ddTHH:mm:ss.fffzzz";

    // The framework's lines about each request hold whole addresses, with whatever a caller put into the query. YARP's forwarder writes a
    // stack trace for each call to a server that is down; DecisionLog says the same in one line, with names.
    private static readonly (string Category, LogLevel Level)[] Levels =
    [
        ("Microsoft", LogLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogLevel.Information),
        ("System", LogLevel.Warning),
        ("Yarp", LogLevel.Warning),
        ("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.None),
    ];

    /// <summary>Adds the defaults in front of everything that was configured.</summary>
    public static void AddEdgeDefaults(this ILoggingBuilder logging)
    {
        var services = logging.Services;
        First<LoggerFilterOptions>(services, filter =>
        {
            foreach (var (category, level) in Levels)
                filter.Rules.Add(new LoggerFilterRule(null, category, level, null));
        });
        First<ConsoleLoggerOptions>(services, console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        // The formatter for journald has none: that writes the time itself.
        First<SimpleConsoleFormatterOptions>(services, simple =>
        {
            simple.SingleLine = true;
            (simple.UseUtcTimestamp, simple.TimestampFormat) = (true, Utc + " ");
        });
        First<JsonConsoleFormatterOptions>(services, json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, Utc));
        services.PostConfigureAll<SimpleConsoleFormatterOptions>(NameOffset);
        services.PostConfigureAll<JsonConsoleFormatterOptions>(NameOffset);
    }

    private static void First<TOptions>(IServiceCollection services, Action<TOptions> configure)
        where TOptions : class =>
        services.Insert(
            0, ServiceDescriptor.Singleton<IConfigureOptions<TOptions>>(
                new ConfigureNamedOptions<TOptions>(Options.DefaultName, configure)));

    // Local time must not say that it is UTC.
    private static void NameOffset(ConsoleFormatterOptions options)
    {
        if (!options.UseUtcTimestamp)
            options.TimestampFormat = options.TimestampFormat?.Replace(Utc, Local, StringComparison.Ordinal);
    }
}
