using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Edge.Telemetry.Logging;

#pragma warning disable CS0618 // They are obsolete, and may still be in somebody's settings: Logging:Console:TimestampFormat and its like.
/// <summary>
/// Hands on the options that stand in <c>Logging:Console</c> itself where no formatter is named there; the framework's provider does that
/// by means of its own.
/// </summary>
internal sealed class UnnamedFormatterOptions(IOptionsFactory<ConsoleLoggerOptions> console) :
    IPostConfigureOptions<SimpleConsoleFormatterOptions>, IPostConfigureOptions<ConsoleFormatterOptions>
{
    /// <inheritdoc />
    public void PostConfigure(string? name, SimpleConsoleFormatterOptions options)
    {
        if (Apply(options) is { DisableColors: true })
            options.ColorBehavior = LoggerColorBehavior.Disabled;
    }

    /// <inheritdoc />
    public void PostConfigure(string? name, ConsoleFormatterOptions options) => Apply(options);

    // Made anew: when settings are reloaded, nobody says whose options come first.
    private ConsoleLoggerOptions? Apply(ConsoleFormatterOptions options)
    {
        if (console.Create(Options.DefaultName) is not { FormatterName: null } old)
            return null;
        options.IncludeScopes |= old.IncludeScopes;
        options.UseUtcTimestamp |= old.UseUtcTimestamp;
        options.TimestampFormat = old.TimestampFormat ?? options.TimestampFormat;
        return old;
    }
}
#pragma warning restore CS0618
