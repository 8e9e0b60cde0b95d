namespace Edge.Mcp.Responses;

/// <summary>Where, in the block of one event, the values of its fields lie. The default value is the event without lines.</summary>
internal struct SseFields
{
    private const int MaxRetryDigits = 10;

    private bool _odd;

    /// <summary>False once anything was met that another parser might read otherwise.</summary>
    public readonly bool IsPlain => !_odd;

    public int DataLines { get; private set; }

    public Range FirstData { get; private set; }

    public Range LastData { get; private set; }

    /// <summary>The last type that is printable; null when there is none.</summary>
    public Range? Event { get; private set; }

    /// <summary>The last id that is printable (one with NUL is ignored by the standard); null when there is none.</summary>
    public Range? Id { get; private set; }

    /// <summary>The last reconnection time that is a number; null when there is none.</summary>
    public Range? Retry { get; private set; }

    /// <summary>True when the bytes are printable ASCII, so that every parser sees one line in them.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> value) => !value.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    /// <summary>Notes that the block has something another parser might read otherwise.</summary>
    public void MarkOdd() => _odd = true;

    /// <summary>Reads one line that is no comment, found at <paramref name="offset"/> of the block; true when it is a data line.</summary>
    public bool Add(ReadOnlySpan<byte> line, int offset)
    {
        var colon = line.IndexOf((byte)':');
        _odd |= colon < 0;
        var name = colon < 0 ? line : line[..colon];
        var valueStart = colon < 0 ? line.Length : colon + 1;
        if (valueStart < line.Length && line[valueStart] == (byte)' ')
            valueStart++;
        var value = line[valueStart..];
        var range = (offset + valueStart)..(offset + line.Length);

        if (name.SequenceEqual("data"u8))
        {
            FirstData = DataLines == 0 ? range : FirstData;
            LastData = range;
            _odd |= ++DataLines > 1;
            return true;
        }

        if (name.SequenceEqual("event"u8))
            Event = Take(Event, range, IsPrintable(value));
        else if (name.SequenceEqual("id"u8))
            Id = Take(Id, range, IsPrintable(value));
        else if (name.SequenceEqual("retry"u8))
            Retry = Take(Retry, range, IsNumber(value));
        else
            _odd = true;
        return false;
    }

    private Range? Take(Range? before, Range value, bool usable)
    {
        _odd |= before is not null || !usable;
        return usable ? value : before;
    }

    private static bool IsNumber(ReadOnlySpan<byte> value) =>
        value.Length is > 0 and <= MaxRetryDigits && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
