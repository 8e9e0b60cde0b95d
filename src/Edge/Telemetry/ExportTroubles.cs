using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text.RegularExpressions;
using Edge.Gateway.Logging;
using Edge.Policy.Text;

namespace Edge.Telemetry;

/// <summary>
/// Logs what OpenTelemetry says of itself, above all that a collector cannot be reached or answers with an error: the first of each kind
/// and place, then a sum every hour. The SDK tells nobody but listeners to its event sources. Thread-safe.
/// </summary>
internal sealed partial class ExportTroubles : EventListener, IHostedService
{
    private const string Sources = "OpenTelemetry-";
    private const int MaxLength = 500;

    private readonly LogSum<(string Source, int Event, string? Place), string>? _sum;

    /// <summary>Begins to listen.</summary>
    public ExportTroubles(TimeProvider clock, ILogger<ExportTroubles> logger) =>
        _sum = new(clock, LogSumOptions.Finding, (_, problem, times) => Log.Trouble(logger, problem, times));

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _sum?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith(Sources, StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc />
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The base class calls before this one is made.
        if (_sum is not null && !IsNoTrouble(eventData))
        {
            var place = eventData.Payload is [string first, ..] ? Short(first) : null;
            _sum.Add((eventData.EventSource.Name, eventData.EventId, place), Say(eventData));
        }
    }

    // Meters that nobody asked for are left out on purpose.
    private static bool IsNoTrouble(EventWrittenEventArgs said) =>
        said.EventName == "MetricInstrumentIgnored"
        && said.Payload is [_, _, string reason, ..]
        && reason.Contains("not subscribed", StringComparison.Ordinal);

    // The SDK's sentences end with whole exceptions, types and stack traces included: what happened is the message on their first line.
    private static string Say(EventWrittenEventArgs said)
    {
        var values = said.Payload?.Select(value => value is string text ? (object)text.Split('\n')[0].Trim() : value).ToArray() ?? [];
        var text = said.Message is null
            ? $"{said.EventName} {string.Join(' ', values)}"
            : string.Format(CultureInfo.InvariantCulture, said.Message, values);
        return Short(ExceptionType().Replace(text, ""));
    }

    private static string Short(string text) =>
        UserText.Printable(text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…"));

    [GeneratedRegex(@"\b(?:[A-Z]\w*\.)*(?:[A-Z]\w*)?Exception(?: \([^)]*\))?: ")]
    private static partial Regex ExceptionType();

    private static partial class Log
    {
        [LoggerMessage(530, LogLevel.Warning, "Telemetry is not sent as it should be: {Problem}{Times}", EventName = nameof(Trouble))]
        public static partial void Trouble(ILogger logger, string problem, Occurrences times);
    }
}
