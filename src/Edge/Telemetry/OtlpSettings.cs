using Edge.Gateway.Settings;
using OpenTelemetry.Exporter;

namespace Edge.Telemetry;

/// <summary>Which signals are sent over OTLP, as the standard <c>OTEL_*</c> variables say. Immutable.</summary>
/// <remarks>
/// OpenTelemetry, "Environment Variable Specification": an empty value is an unset one; words are read without regard to letter case; a
/// word or a number that is not known is warned of and ignored. An address that is none is an error: the specification leaves it open, and
/// nothing could be sent.
/// </remarks>
/// <param name="Traces">Where traces go; null for nowhere.</param>
/// <param name="Metrics">Where metrics go; null for nowhere.</param>
/// <param name="Logs">Where logs go; null for nowhere.</param>
/// <param name="SamplerIsGiven">Whether <c>OTEL_TRACES_SAMPLER</c> names a sampler.</param>
internal sealed record OtlpSettings(OtlpSignal? Traces, OtlpSignal? Metrics, OtlpSignal? Logs, bool SamplerIsGiven)
{
    /// <summary>What was ignored, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Reads the variables. A signal is sent when an endpoint is given for it or for all, and its exporter is not <c>none</c>.
    /// </summary>
    /// <exception cref="StartupException">An address cannot be used: all such.</exception>
    public static OtlpSettings Read(IConfiguration configuration)
    {
        var reader = new OtelVariables(configuration);
        const string General = "OTEL_EXPORTER_OTLP_";
        var general = ReadSignal(reader, General);
        var settings = new OtlpSettings(
            ReadSignal(reader, "TRACES", general),
            ReadSignal(reader, "METRICS", general),
            ReadSignal(reader, "LOGS", general),
            reader.Word("OTEL_TRACES_SAMPLER", OtelVariables.Samplers) is not null);
        reader.CheckOthers();
        return reader.Errors.Count == 0 ? settings with { Warnings = reader.Warnings } : throw new StartupException(reader.Errors);
    }

    private static OtlpSignal? ReadSignal(OtelVariables reader, string name, OtlpSignal general)
    {
        var own = ReadSignal(reader, $"OTEL_EXPORTER_OTLP_{name}_");
        if (!reader.Exports($"OTEL_{name}_EXPORTER") || (own.Endpoint ?? general.Endpoint) is null)
            return null;
        // The exporter knows the general words in one spelling only.
        return own with { Protocol = own.Protocol ?? general.Protocol, Compression = own.Compression ?? general.Compression };
    }

    private static OtlpSignal ReadSignal(OtelVariables reader, string prefix) => new()
    {
        Endpoint = reader.Address($"{prefix}ENDPOINT"),
        Protocol = reader.Word($"{prefix}PROTOCOL", "grpc", "http/protobuf") switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => null,
        },
        Headers = reader.Pairs($"{prefix}HEADERS"),
        TimeoutMilliseconds = reader.Number($"{prefix}TIMEOUT"),
        Compression = reader.Word($"{prefix}COMPRESSION", "none", "gzip") switch
        {
            "none" => OtlpExportCompression.None,
            "gzip" => OtlpExportCompression.GZip,
            _ => null,
        },
    };
}
