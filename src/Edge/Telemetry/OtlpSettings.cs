using System.Globalization;
using Edge.Configuration;
using OpenTelemetry.Exporter;

namespace Edge.Telemetry;

/// <summary>Which signals are sent over OTLP, as the standard <c>OTEL_*</c> variables say. Immutable.</summary>
/// <param name="Traces">Where traces go; null for nowhere.</param>
/// <param name="Metrics">Where metrics go; null for nowhere.</param>
/// <param name="Logs">Where logs go; null for nowhere.</param>
/// <param name="SamplerIsGiven">Whether <c>OTEL_TRACES_SAMPLER</c> names a sampler.</param>
internal sealed record OtlpSettings(OtlpSignal? Traces, OtlpSignal? Metrics, OtlpSignal? Logs, bool SamplerIsGiven)
{
    private const string General = "OTEL_EXPORTER_OTLP_";

    /// <summary>Reads the variables. A signal is sent when an endpoint is given for it or for all, and its exporter is not <c>none</c>.</summary>
    /// <exception cref="StartupException">A value cannot be used: all such, where the SDK would use a default and say nothing.</exception>
    public static OtlpSettings Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        CheckGeneral(configuration, errors);
        var settings = new OtlpSettings(
            ReadSignal(configuration, "TRACES", errors),
            ReadSignal(configuration, "METRICS", errors),
            ReadSignal(configuration, "LOGS", errors),
            Text(configuration, "OTEL_TRACES_SAMPLER") is not null);
        return errors.Count == 0 ? settings : throw new StartupException(errors);
    }

    private static void CheckGeneral(IConfiguration configuration, List<string> errors)
    {
        ReadEndpoint(configuration, $"{General}ENDPOINT", errors);
        ReadProtocol(configuration, $"{General}PROTOCOL", errors);
        ReadTimeout(configuration, $"{General}TIMEOUT", errors);
        ReadCompression(configuration, $"{General}COMPRESSION", errors);
    }

    private static OtlpSignal? ReadSignal(IConfiguration configuration, string name, List<string> errors)
    {
        var own = $"{General}{name}_";
        var signal = new OtlpSignal
        {
            Endpoint = ReadEndpoint(configuration, $"{own}ENDPOINT", errors),
            Protocol = ReadProtocol(configuration, $"{own}PROTOCOL", errors),
            Headers = Text(configuration, $"{own}HEADERS"),
            TimeoutMilliseconds = ReadTimeout(configuration, $"{own}TIMEOUT", errors),
            Compression = ReadCompression(configuration, $"{own}COMPRESSION", errors),
        };
        var exporter = $"OTEL_{name}_EXPORTER";
        switch (Text(configuration, exporter))
        {
            case "none":
                return null;
            case null or "otlp":
                return Text(configuration, $"{own}ENDPOINT") is null && Text(configuration, $"{General}ENDPOINT") is null ? null : signal;
            case var other:
                Report(configuration, exporter, $"expected otlp or none, found '{other}'", errors);
                return null;
        }
    }

    private static Uri? ReadEndpoint(IConfiguration configuration, string key, List<string> errors)
    {
        if (Text(configuration, key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https")
            return endpoint;
        Report(configuration, key, $"expected an address such as 'http://collector:4317', found '{ShownAddress.Of(text)}'", errors);
        return null;
    }

    private static OtlpExportProtocol? ReadProtocol(IConfiguration configuration, string key, List<string> errors)
    {
        switch (Text(configuration, key))
        {
            case null:
                return null;
            case "grpc":
                return OtlpExportProtocol.Grpc;
            case "http/protobuf":
                return OtlpExportProtocol.HttpProtobuf;
            case var other:
                Report(configuration, key, $"expected grpc or http/protobuf, found '{other}'", errors);
                return null;
        }
    }

    private static int? ReadTimeout(IConfiguration configuration, string key, List<string> errors)
    {
        if (Text(configuration, key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return milliseconds;
        Report(configuration, key, $"expected a number of milliseconds, found '{text}'", errors);
        return null;
    }

    private static OtlpExportCompression? ReadCompression(IConfiguration configuration, string key, List<string> errors)
    {
        switch (Text(configuration, key))
        {
            case null:
                return null;
            case "none":
                return OtlpExportCompression.None;
            case "gzip":
                return OtlpExportCompression.GZip;
            case var other:
                Report(configuration, key, $"expected none or gzip, found '{other}'", errors);
                return null;
        }
    }

    // OpenTelemetry, "Environment Variable Specification": an empty value is an unset one.
    private static string? Text(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } text ? text : null;

    private static void Report(IConfiguration configuration, string key, string message, List<string> errors) =>
        errors.Add(new SettingError(SettingPlaces.Find(configuration, key), "config_wrong_value", key, message).ToString());
}
