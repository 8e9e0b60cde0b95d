using System.Threading.Channels;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

/// <summary>
/// An upstream body that comes piece by piece as a test says; a read gets one piece, or as much of it as it has room for.
/// </summary>
internal sealed class ScriptedStream : Stream
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
    private ReadOnlyMemory<byte> _current;

    public int Disposals { get; private set; }

    public int Reads { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static ScriptedStream Of(byte[] bytes, params int[] cuts)
    {
        var stream = new ScriptedStream();
        var start = 0;
        foreach (var cut in cuts.Append(bytes.Length))
        {
            stream.Send(bytes[start..cut]);
            start = cut;
        }

        stream.End();
        return stream;
    }

    public void Send(byte[] piece)
    {
        if (piece.Length > 0)
            Assert.True(_pieces.Writer.TryWrite(piece));
    }

    public void End(Exception? failure = null) => _pieces.Writer.Complete(failure);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reads++;
        while (_current.IsEmpty)
        {
            try
            {
                _current = await _pieces.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException closed) when (closed.InnerException is { } failure)
            {
                throw failure;
            }
            catch (ChannelClosedException)
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _current.Length);
        _current[..count].CopyTo(buffer);
        _current = _current[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Disposals++;
        base.Dispose(disposing);
    }
}
