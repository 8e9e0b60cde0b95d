using System.Net;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>
/// The bytes that were judged, as what a request to a server carries, under their own length. They leave from where they lie, small ones
/// together with the head of the request: YARP's own content sends the head first, by itself, and copies the body once more.
/// </summary>
internal sealed class JudgedContent : HttpContent
{
    private readonly RequestBody _body;
    private readonly long _length;

    /// <summary>Makes the content.</summary>
    /// <param name="body">What was judged.</param>
    /// <param name="described">What the transforms left of the headers that describe it; nothing of its bytes is read.</param>
    public JudgedContent(RequestBody body, HttpContent? described)
    {
        (_body, _length) = (body, body.Length);
        if (described is null)
            return;
        foreach (var (name, values) in described.Headers.NonValidated)
        {
            // The length is counted, never repeated.
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.SendAsync(stream, cancellationToken);

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
