namespace Edge.Testing.Otlp;

/// <summary>A span as it was exported.</summary>
public sealed class OtlpSpan
{
    /// <summary>The span's source.</summary>
    public required string Scope { get; init; }

    public string TraceId { get; set; } = "";

    public string TraceState { get; set; } = "";

    public string SpanId { get; set; } = "";

    public string ParentId { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>1 internal, 2 server, 3 client.</summary>
    public int Kind { get; set; }

    /// <summary>0 unset, 1 ok, 2 error.</summary>
    public int Status { get; set; }

    public string StatusText { get; set; } = "";

    /// <summary>Start and end in nanoseconds.</summary>
    public (ulong Start, ulong End) Time { get; set; }

    public Dictionary<string, object?> Attributes { get; } = [];

    public List<(string Name, Dictionary<string, object?> Attributes)> Events { get; } = [];

    public List<(string TraceId, string SpanId)> Links { get; } = [];
}
