using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Telemetry.Logging;

/// <summary>Formats the lines of one category on the thread that logs them, and puts them on the queue. Thread-safe.</summary>
internal sealed class GatheringConsoleLogger(string category, GatheringConsoleProvider provider) : ILogger
{
    // A stack trace needs more, a line of every day less.
    private const int KeptCharacters = 4096;

    [ThreadStatic]
    private static StringWriter? _kept;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var writer = _kept ?? new StringWriter(CultureInfo.InvariantCulture);
        // A value that logs while it is being formatted writes into another one.
        _kept = null;
        provider.Format(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), writer);
        var line = writer.GetStringBuilder();
        if (line.Length > 0)
            provider.Add(line, logLevel);
        if (line.Capacity > KeptCharacters)
            return;
        line.Clear();
        _kept = writer;
    }
}
