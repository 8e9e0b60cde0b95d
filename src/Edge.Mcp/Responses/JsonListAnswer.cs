namespace Edge.Mcp.Responses;

/// <summary>The body of a list answer as it may be sent, in rented memory until disposed.</summary>
internal sealed class JsonListAnswer : IDisposable
{
    private readonly PooledBuffer? _body;

    public JsonListAnswer(ListFilterResult result, PooledBuffer? body) => (Result, _body) = (result, body);

    /// <summary>Whether there is a body to send; when withheld there is none.</summary>
    public ListFilterResult Result { get; }

    /// <summary>The bytes to send, possibly none.</summary>
    public ReadOnlyMemory<byte> Body => _body?.Memory ?? default;

    /// <inheritdoc />
    public void Dispose() => _body?.Dispose();
}
