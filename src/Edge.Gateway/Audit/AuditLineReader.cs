namespace Edge.Gateway.Audit;

/// <summary>Reads a file of records line by line, also while it is written to. Not thread-safe.</summary>
internal sealed class AuditLineReader(string path) : IDisposable
{
    private readonly FileStream _file =
        new(path,
        new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0
        });
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>How many bytes come behind the last line feed, once no more lines were found.</summary>
    public int Torn => _end - _start;

    /// <summary>
    /// Reads the next whole line, without its line feed; good until the next call. False when there is none yet: ask again later.
    /// </summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var feed = _bytes.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = _bytes.AsSpan(_start, searched + feed - _start);
                _start = searched + feed + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (!TryFill())
            {
                line = default;
                return false;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private bool TryFill()
    {
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        var read = _file.Read(_bytes.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
