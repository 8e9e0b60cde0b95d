using Edge.Gateway.Telemetry.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Edge.Telemetry.Logging;

/// <summary>Registers how the log gets to the console.</summary>
internal static class LoggingServices
{
    /// <summary>
    /// Puts <see cref="GatheringConsoleProvider"/> in the place of the framework's provider where that one is registered. Its formatters
    /// and options stay. Wants a <see cref="TimeProvider"/>.
    /// </summary>
    /// <remarks>Not on Windows: some of its consoles show colours only with the framework's own calls.</remarks>
    public static void GatherConsoleLines(this ILoggingBuilder logging)
    {
        var services = logging.Services;
        if (OperatingSystem.IsWindows()
            || services.FirstOrDefault(s => s.ImplementationType == typeof(ConsoleLoggerProvider)) is not { } theirs)
            return;
        services[services.IndexOf(theirs)] = ServiceDescriptor.Singleton<ILoggerProvider, GatheringConsoleProvider>();
        services.TryAddSingleton(_ => LineOutput.OfProcess());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<SimpleConsoleFormatterOptions>, UnnamedFormatterOptions>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ConsoleFormatterOptions>, UnnamedFormatterOptions>());
    }

    /// <summary>Counts the lines that the console of this host lost (<c>edge.log.dropped</c>).</summary>
    public static void CountLostLines(this IServiceProvider services)
    {
        if (services.GetServices<ILoggerProvider>().OfType<GatheringConsoleProvider>().FirstOrDefault() is { } console)
            services.GetRequiredService<EdgeMetrics>().ConsoleOpened(() => console.Dropped);
    }

    /// <summary>Keeps a category off the console, whichever provider writes it.</summary>
    public static void KeepOffConsole(this ILoggingBuilder logging, string category) =>
        logging.Services.Configure<LoggerFilterOptions>(filter =>
        filter.Rules.Add(new LoggerFilterRule("Console", category, LogLevel.None, null)));
}
