using System.Text;

namespace Edge.Tests.Telemetry.Logging;

/// <summary>
/// Stands for standard output or standard error: remembers what each write said, and can hold writes up or refuse them. Thread-safe.
/// </summary>
internal sealed class RecordedWrites : Stream
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly List<string> _writes = [];

    /// <summary>What a write throws, if anything.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether a write was held up.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>What each write said.</summary>
    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (_gate)
                return [.. _writes];
        }
    }

    /// <summary>Everything that was written.</summary>
    public string Text => string.Concat(Writes);

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Holds writes up until <see cref="Release"/>.</summary>
    public void Hold() => _open.Reset();

    /// <summary>Lets them go on.</summary>
    public void Release() => _open.Set();

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        IsHolding = !_open.IsSet;
        _open.Wait();
        lock (_gate)
        {
            if (Fault is { } fault)
                throw fault;
            _writes.Add(Encoding.UTF8.GetString(buffer));
        }
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}
