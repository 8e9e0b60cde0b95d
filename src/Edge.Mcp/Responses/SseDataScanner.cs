namespace Edge.Mcp.Responses;

/// <summary>
/// Picks the data out of an event stream piece by piece without keeping any of it. The default value is at a stream's start.
/// </summary>
internal struct SseDataScanner
{
    private Place _place;
    private int _matched;
    private bool _afterCarriageReturn;

    private enum Place : byte
    {
        StreamStart,
        LineStart,
        FieldName,
        Data,
        OtherLine,
    }

    /// <summary>A scanner that is within a line of data, behind the colon.</summary>
    public static SseDataScanner WithinData => new() { _place = Place.Data };

    /// <summary>True when the piece just read ended an event.</summary>
    public bool EventEnded { get; private set; }

    /// <summary>
    /// Takes one piece of the input; false when all is taken. <paramref name="data"/> is what of it is data, a line end included.
    /// </summary>
    public bool Read(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> data)
    {
        data = default;
        EventEnded = false;
        if (input.IsEmpty)
            return false;

        var end = input.IndexOfAny((byte)'\r', (byte)'\n');
        if (end != 0)
        {
            _afterCarriageReturn = false;
            var part = end < 0 ? input : input[..end];
            if (_place is Place.Data or Place.OtherLine)
            {
                data = _place == Place.Data ? part : default;
                input = input[part.Length..];
                return true;
            }

            StepToField(input[0]);
            input = input[1..];
            return true;
        }

        if (!_afterCarriageReturn || input[0] != (byte)'\n')
        {
            EventEnded = _place is Place.LineStart or Place.StreamStart;
            data = _place == Place.Data ? "\n"u8 : default;
            (_place, _matched) = (Place.LineStart, 0);
        }

        _afterCarriageReturn = input[0] == (byte)'\r';
        input = input[1..];
        return true;
    }

    private void StepToField(byte b)
    {
        // A byte order mark before the first line is passed over.
        if (_place == Place.StreamStart && b is 0xEF or 0xBB or 0xBF)
            return;
        if (_place is Place.StreamStart or Place.LineStart)
            _place = Place.FieldName;
        var name = "data:"u8;
        if (b != name[_matched])
            _place = Place.OtherLine;
        else if (++_matched == name.Length)
            _place = Place.Data;
    }
}
