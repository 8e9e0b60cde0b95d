using System.Text;

namespace Edge.Telemetry.Audit;

/// <summary>Sends records to OTLP too, as logs of a category of their own. Thread-safe.</summary>
/// <remarks>Only where an OTLP endpoint for logs is configured: on the console a record would say what the log says already.</remarks>
internal sealed partial class AuditExport(IConfiguration configuration, ILoggerFactory loggers)
{
    /// <summary>The category of the records. Providers that write for people leave it out.</summary>
    public const string Category = "Edge.Audit.Records";

    private readonly ILogger? _logger =
        OtlpSettings.Read(configuration).Logs is null ? null : loggers.CreateLogger(Category);

    /// <summary>Sends each of the lines.</summary>
    public void Send(ReadOnlySpan<byte> lines)
    {
        if (_logger is null || !_logger.IsEnabled(LogLevel.Information))
            return;
        foreach (var line in lines.Split((byte)'\n'))
        {
            if (!lines[line].IsEmpty)
                Log.Record(_logger, Encoding.UTF8.GetString(lines[line]));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(520, LogLevel.Information, "{Record}", EventName = nameof(Record))]
        public static partial void Record(ILogger logger, string record);
    }
}
