namespace Edge.Mcp.Requests;

/// <summary>What became of reading a body: the body, which the taker disposes, or the answer to give instead.</summary>
internal readonly struct BodyReading
{
    /// <summary>The body was read whole.</summary>
    public BodyReading(RequestBody body) => Body = body;

    /// <summary>It was not, and nothing is held.</summary>
    public BodyReading(Refusal refusal) => Refusal = refusal;

    /// <summary>The body, or null.</summary>
    public RequestBody? Body { get; }

    /// <summary>Why there is none; not null exactly if <see cref="Body"/> is.</summary>
    public Refusal? Refusal { get; }
}
