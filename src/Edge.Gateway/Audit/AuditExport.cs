using System.Text;

namespace Edge.Gateway.Audit;

/// <summary>Sends records to OTLP too, as logs of a category of their own. Thread-safe.</summary>
/// <remarks>Only where an OTLP endpoint for logs is configured: on the console a record would say what the log says already.</remarks>
/// <param name="loggers">Makes the logger; null where logs are not exported.</param>
internal sealed class AuditExport(ILoggerFactory? loggers)
{
    /// <summary>The category of the records. Providers that write for people leave it out.</summary>
    public const string Category = "Edge.Audit.Records";

    /// <summary>The event of every record.</summary>
    public static readonly EventId Event = new(520, "Record");

    private readonly ILogger? _logger = loggers?.CreateLogger(Category);

    /// <summary>Sends each of the lines.</summary>
    /// <param name="lines">Lines, each with its line feed.</param>
    public void Send(ReadOnlySpan<byte> lines)
    {
        if (_logger is null || !_logger.IsEnabled(LogLevel.Information))
            return;
        for (int end; (end = lines.IndexOf((byte)'\n')) >= 0; lines = lines[(end + 1)..])
            // The record is the message, and nothing of it is repeated beside it.
            _logger.Log(LogLevel.Information, Event, Encoding.UTF8.GetString(lines[..end]), null, static (record, _) => record);
    }
}
