using System.IO.Compression;

namespace Edge.Mcp.Responses;

/// <summary>Undoes the encoding of an answer whose server compresses although it was asked not to.</summary>
internal static class ContentDecoding
{
    /// <summary>The body as it was before it was encoded; null for an encoding that is not read. Owns <paramref name="body"/>.</summary>
    public static Stream? Open(Stream body, string? contentEncoding) => contentEncoding?.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new DecodedStream(new GZipStream(body, CompressionMode.Decompress)),
        "br" => new DecodedStream(new BrotliStream(body, CompressionMode.Decompress)),
        "deflate" => new DecodedStream(new ZLibStream(body, CompressionMode.Decompress)),
        _ => null,
    };

    // What is not what it says it is is a broken answer, as one that is cut off.
    private sealed class DecodedStream(Stream decoder) : ReadOnlyAsyncStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                throw new IOException("The answer is not encoded as it says.", e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                decoder.Dispose();
            base.Dispose(disposing);
        }
    }
}
