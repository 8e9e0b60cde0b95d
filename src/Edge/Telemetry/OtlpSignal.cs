using OpenTelemetry.Exporter;

namespace Edge.Telemetry;

/// <summary>Where one signal is sent, as its own <c>OTEL_EXPORTER_OTLP_{SIGNAL}_*</c> variables say. Immutable.</summary>
/// <remarks>
/// The exporter reads the variables that hold for all signals; those of one signal it reads only for all three signals at once
/// (<c>UseOtlpExporter</c>), which would send what nobody asked for. So they are applied here.
/// </remarks>
internal sealed record OtlpSignal
{
    /// <summary>The signal's own address, used as it stands; null for the general one, to which HTTP adds the signal's path.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The signal's own protocol; null for the general one.</summary>
    public OtlpExportProtocol? Protocol { get; init; }

    /// <summary>The signal's own headers, <c>name=value,name=value</c>; null for the general ones.</summary>
    public string? Headers { get; init; }

    /// <summary>The signal's own bound for one export, in milliseconds; null for the general one.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>The signal's own compression; null for the general one.</summary>
    public OtlpExportCompression? Compression { get; init; }

    /// <summary>Puts what is the signal's own over what the exporter read.</summary>
    public void Apply(OtlpExporterOptions options)
    {
        // Before the endpoint, whose default depends on it.
        options.Protocol = Protocol ?? options.Protocol;
        if (Endpoint is not null)
            options.Endpoint = Endpoint;
        options.Headers = Headers ?? options.Headers;
        options.TimeoutMilliseconds = TimeoutMilliseconds ?? options.TimeoutMilliseconds;
        options.Compression = Compression ?? options.Compression;
    }
}
