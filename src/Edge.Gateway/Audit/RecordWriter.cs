using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Gateway.Audit;

/// <summary>
/// Puts the members of a record together, byte for byte as <see cref="Utf8JsonWriter"/> does, at a quarter of its cost. Reusable, not
/// thread-safe.
/// </summary>
/// <remarks>
/// Names come with the comma before them and the colon behind them. Texts that need an escape are left to <see cref="Json"/>, so that there
/// is one way to escape.
/// </remarks>
internal sealed class RecordWriter : IBufferWriter<byte>, IDisposable
{
    private const int LongestNumber = 32;
    private const int LongestTime = 33;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0, 128).Where(c => !JavaScriptEncoder.Default.WillEncode(c)).Select(c => (char)c)]);

    private byte[] _bytes = new byte[2048];
    private int _length;
    private Utf8JsonWriter? _json;

    /// <summary>What was written; good until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>
    /// Writes one value that is not written here; ready for it each time it is asked for. Flush it before anything else is written.
    /// </summary>
    public Utf8JsonWriter Json
    {
        get
        {
            _json ??= new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true });
            _json.Reset();
            return _json;
        }
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes a text, or null.</summary>
    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        Raw(name);
        if (value is null)
            Raw("null"u8);
        else
            Text(value);
    }

    /// <summary>Writes a text.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Plain))
        {
            var json = Json;
            json.WriteStringValue(value);
            json.Flush();
            return;
        }

        var place = GetSpan(value.Length + 2);
        place[0] = (byte)'"';
        Ascii.FromUtf16(value, place[1..], out var length);
        place[length + 1] = (byte)'"';
        _length += length + 2;
    }

    /// <summary>Writes bytes as lower-case hexadecimal digits.</summary>
    public void Hex(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Raw(name);
        var place = GetSpan(2 * value.Length + 2);
        place[0] = (byte)'"';
        Convert.TryToHexStringLower(value, place[1..], out var length);
        place[length + 1] = (byte)'"';
        _length += length + 2;
    }

    /// <summary>Writes a number.</summary>
    public void Number(ReadOnlySpan<byte> name, long value)
    {
        Raw(name);
        Utf8Formatter.TryFormat(value, GetSpan(LongestNumber), out var length);
        _length += length;
    }

    /// <summary>Writes a number, with the zeros behind its point that it has.</summary>
    public void Number(ReadOnlySpan<byte> name, decimal value)
    {
        Raw(name);
        Utf8Formatter.TryFormat(value, GetSpan(LongestNumber), out var length);
        _length += length;
    }

    /// <summary>Writes a time, UTC, in whole milliseconds, without zeros at the end (as RFC 3339 permits).</summary>
    public void Time(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        const int Seconds = 19;
        const int Milliseconds = 3;
        Raw(name);
        var place = GetSpan(LongestTime + 2);
        place[0] = (byte)'"';
        var digits = place[1..];
        Utf8Formatter.TryFormat(value.UtcDateTime, digits, out _, new('O'));
        var length = Seconds + digits.Slice(Seconds, 1 + Milliseconds).LastIndexOfAnyExcept(".0"u8) + 1;
        digits[length] = (byte)'Z';
        digits[length + 1] = (byte)'"';
        _length += length + 3;
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <inheritdoc />
    public void Advance(int count) => _length += count;

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc />
    public void Dispose() => _json?.Dispose();

    private void Grow(int room)
    {
        if (_bytes.Length - _length < Math.Max(room, 1))
            Array.Resize(ref _bytes, checked(Math.Max(2 * _bytes.Length, _length + room)));
    }
}
