using System.Buffers;

namespace Edge.Mcp.Responses;

/// <summary>Contiguous bytes in rented memory, written at the end and taken from the front. Not thread-safe.</summary>
internal sealed class PooledBuffer(ArrayPool<byte> pool) : IBufferWriter<byte>, IDisposable
{
    private const int SmallestRent = 4096;

    private byte[]? _rented;
    private int _start;
    private int _end;

    /// <summary>How many bytes are in it.</summary>
    public int Length => _end - _start;

    /// <summary>What is in it, valid until the next write or release.</summary>
    public ReadOnlySpan<byte> Span => _rented.AsSpan(_start, Length);

    /// <summary>What is in it, valid until the next write or release.</summary>
    public ReadOnlyMemory<byte> Memory => _rented.AsMemory(_start, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>
    /// Adds text that shall stay one line: line feeds become blanks. Between the tokens of JSON one is as good as the other.
    /// </summary>
    public void AppendLine(ReadOnlySpan<byte> text)
    {
        text.Replace(GetSpan(text.Length)[..text.Length], (byte)'\n', (byte)' ');
        _end += text.Length;
    }

    public void Append(byte value)
    {
        GetSpan(1)[0] = value;
        _end++;
    }

    /// <summary>Moves as much as fits from the front to <paramref name="destination"/>, gives the memory back when all is gone.</summary>
    public int MoveTo(Span<byte> destination)
    {
        var count = Math.Min(Length, destination.Length);
        Span[..count].CopyTo(destination);
        _start += count;
        if (_start == _end)
            Release();
        return count;
    }

    /// <summary>Takes the end away, so that <paramref name="length"/> bytes remain.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        _end = _start + length;
    }

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)((_rented?.Length ?? 0) - _end), nameof(count));
        _end += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _rented.AsMemory(_end);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _rented.AsSpan(_end);
    }

    /// <summary>Empties it and gives its memory back; it may be written again.</summary>
    public void Release()
    {
        if (_rented is { } rented)
            pool.Return(rented);
        (_rented, _start, _end) = (null, 0, 0);
    }

    /// <inheritdoc />
    public void Dispose() => Release();

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_rented is not null && _rented.Length - _end >= needed)
            return;
        var larger = pool.Rent(Math.Max(SmallestRent, Math.Max(checked(Length + needed), Length * 2)));
        var length = Length;
        Span.CopyTo(larger);
        Release();
        (_rented, _end) = (larger, length);
    }
}
