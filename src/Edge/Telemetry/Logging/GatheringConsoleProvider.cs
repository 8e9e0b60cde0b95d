using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Edge.Telemetry.Logging;

/// <summary>
/// Writes the log to the console as the framework's provider does, with its formatters and its options, but lines that come together in one
/// write (docs/decisions/0020). What was logged before the process ends is on the console then, unless the process is killed. Thread-safe.
/// </summary>
[ProviderAlias("Console")]
internal sealed class GatheringConsoleProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly Dictionary<string, ConsoleFormatter> _formatters = new(StringComparer.OrdinalIgnoreCase);
    private readonly LineQueue _queue;
    private readonly IDisposable? _reloading;
    private volatile ConsoleFormatter _formatter;
    private volatile ConsoleLoggerOptions _options;

    /// <summary>Begins to write to <paramref name="output"/>; changed options hold from the next line on.</summary>
    public GatheringConsoleProvider(IOptionsMonitor<ConsoleLoggerOptions> options, IEnumerable<ConsoleFormatter> formatters,
        LineOutput output, TimeProvider clock)
    {
        foreach (var formatter in formatters)
            _formatters.TryAdd(formatter.Name, formatter);
        _options = options.CurrentValue;
        _formatter = Find(_options);
        _queue = new LineQueue(output, clock, _options.MaxQueueLength, _options.QueueFullMode);
        _reloading = options.OnChange(Use);
        // Nobody disposes a host that could not be built, or one that an exception ends.
        AppDomain.CurrentDomain.ProcessExit += End;
        AppDomain.CurrentDomain.UnhandledException += End;
    }

    /// <summary>How many lines were lost because the console took nothing.</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>The scopes of the logger factory, once there is one.</summary>
    public IExternalScopeProvider? Scopes { get; private set; }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new GatheringConsoleLogger(categoryName, this);

    /// <inheritdoc />
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <summary>Formats one entry; nothing is written where the formatter leaves it out.</summary>
    public void Format<TState>(in LogEntry<TState> entry, TextWriter writer) => _formatter.Write(entry, Scopes, writer);

    /// <summary>Puts a formatted line on the queue.</summary>
    public void Add(StringBuilder line, LogLevel level) => _queue.Add(line, isError: level >= _options.LogToStandardErrorThreshold);

    /// <summary>Writes what waits; a line that comes later is written by the thread that logs it.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        AppDomain.CurrentDomain.UnhandledException -= End;
        _reloading?.Dispose();
        _queue.Dispose();
    }

    private void End(object? sender, EventArgs e) => _queue.Dispose();

    private void Use(ConsoleLoggerOptions options)
    {
        _formatter = Find(options);
        _options = options;
        _queue.Limit(options.MaxQueueLength, options.QueueFullMode);
    }

    // An unknown name means the simple one, as it does to the framework's provider.
    private ConsoleFormatter Find(ConsoleLoggerOptions options) =>
        options.FormatterName is { } name && _formatters.TryGetValue(name, out var formatter) ? formatter : _formatters[Unnamed(options)];

#pragma warning disable CS0618 // Logging:Console:Format is obsolete, and may still be in somebody's settings.
    private static string Unnamed(ConsoleLoggerOptions options) =>
        options.Format == ConsoleLoggerFormat.Systemd ? ConsoleFormatterNames.Systemd : ConsoleFormatterNames.Simple;
#pragma warning restore CS0618
}
