using System.IO.Compression;

namespace Edge.Mcp.Responses;

/// <summary>Undoes the encoding of an answer whose server compresses although it was asked not to.</summary>
internal static class ContentDecoding
{
    /// <summary>The body as it was before it was encoded; null for an encoding that is not read. Owns <paramref name="body"/>.</summary>
    /// <remarks>
    /// <c>deflate</c> is the zlib format (RFC 9110, 8.4.1.2). Reading a body in another format throws <see cref="DecodingException"/>, and so
    /// does the end of one that is cut off where the host sets <c>System.IO.Compression.UseStrictValidation</c>, as the program does. An
    /// empty body is empty in every encoding.
    /// </remarks>
    public static Stream? Open(Stream body, string? contentEncoding)
    {
        var encoded = new EncodedStream(body);
        return contentEncoding?.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new DecodedStream(encoded, new GZipStream(encoded, CompressionMode.Decompress), "gzip"),
            "br" => new DecodedStream(encoded, new BrotliStream(encoded, CompressionMode.Decompress), "br"),
            "deflate" => new DecodedStream(encoded, new ZLibStream(encoded, CompressionMode.Decompress), "deflate"),
            _ => null,
        };
    }

    private sealed class DecodedStream(EncodedStream encoded, Stream decoder, string encoding) : ReadOnlyAsyncStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            // BrotliStream says so of invalid data.
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException and not ObjectDisposedException)
            {
                return encoded.HasBytes ? throw new DecodingException(encoding) : 0;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                decoder.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class EncodedStream(Stream body) : ReadOnlyAsyncStream
    {
        public bool HasBytes { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            HasBytes |= read > 0;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                body.Dispose();
            base.Dispose(disposing);
        }
    }
}
