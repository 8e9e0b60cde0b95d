namespace Edge.Mcp.Responses;

/// <summary>
/// Passes on the data of one event that is longer than what is held, as it comes, in one line, as long as no reader could find a list in
/// it.
/// Fields behind the data are dropped. Not thread-safe.
/// </summary>
internal sealed class LongSseEvent
{
    private ListDetector _detector;
    private JsonOutcomeScanner _outcome;
    private SseDataScanner _lines = SseDataScanner.WithinData;
    private bool _lineEnded;

    private LongSseEvent(ListDetector detector, JsonOutcomeScanner outcome) => (_detector, _outcome) = (detector, outcome);

    /// <summary>Whether a list may have begun after all: the data ended before it, and what follows is dropped.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether what was passed on is a response.</summary>
    public bool IsResponse => !IsCut && _outcome.Kind != OutcomeKind.Unknown;

    /// <summary>
    /// Writes what is held of an event, and takes the rest of it over; null where it must be held on, because it may have a list.
    /// </summary>
    public static LongSseEvent? Begin(SseEventReader reader, ListFilter filter, PooledBuffer output)
    {
        var detector = filter.Detect();
        if (reader.HasData)
        {
            detector.Write(reader.Data);
            detector.Write("\n"u8);
        }

        detector.Write(reader.OpenData);
        if (detector.IsPossible || !detector.IsJson)
            return null;
        var outcome = default(JsonOutcomeScanner);
        reader.CopyFieldsTo(output);
        output.Append("data:"u8);
        if (reader.HasData)
        {
            outcome.Write(reader.Data);
            output.Append((byte)' ');
            output.AppendLine(reader.Data);
            output.Append((byte)' ');
        }

        outcome.Write(reader.OpenData);
        output.AppendLine(reader.OpenData);
        reader.Forget();
        return new LongSseEvent(detector, outcome);
    }

    /// <summary>Takes the next bytes of the stream; true when the event has ended, and what is left is not its own.</summary>
    public bool Write(ref ReadOnlySpan<byte> input, PooledBuffer output)
    {
        while (_lines.Read(ref input, out var data))
        {
            if (!IsCut)
                Write(data, output);
            if (!_lines.EventEnded)
                continue;
            if (!IsCut)
                output.Append("\n\n"u8);
            return true;
        }

        return false;
    }

    private void Write(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (data.IsEmpty)
            return;
        _detector.Write(data);
        _outcome.Write(data);
        IsCut = _detector.IsPossible;
        if (IsCut)
        {
            output.Append("\n\n"u8);
            return;
        }

        // A line's end is a blank where another line of data follows.
        if (_lineEnded)
            output.Append((byte)' ');
        _lineEnded = data is [(byte)'\n'];
        if (!_lineEnded)
            output.Append(data);
    }
}
