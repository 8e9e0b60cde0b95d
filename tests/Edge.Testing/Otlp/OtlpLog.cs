namespace Edge.Testing.Otlp;

/// <summary>A log line as it was exported.</summary>
public sealed class OtlpLog
{
    /// <summary>The category.</summary>
    public required string Scope { get; init; }

    public string Severity { get; set; } = "";

    public string Text { get; set; } = "";

    public string TraceId { get; set; } = "";

    public Dictionary<string, object?> Attributes { get; } = [];
}
