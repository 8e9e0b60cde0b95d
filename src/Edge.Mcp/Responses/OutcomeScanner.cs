namespace Edge.Mcp.Responses;

/// <summary>
/// Watches an answer go by and tells what it was: the message of a JSON body, or the first response of an event stream. Keeps no bytes;
/// a body that is neither is only counted. Not thread-safe.
/// </summary>
internal sealed class OutcomeScanner(ResponseFormat format)
{
    private JsonOutcomeScanner _json;
    private SseDataScanner _lines;
    private OutcomeKind _kind;
    private long? _code;
    private long _bytes;

    /// <summary>How many bytes were seen.</summary>
    public long Bytes => _bytes;

    /// <summary>Whether the event that holds the response has ended; what follows it in the stream answers nothing.</summary>
    public bool SawResponseEvent => format == ResponseFormat.EventStream && _kind != OutcomeKind.Unknown;

    /// <summary>What a body that is there whole is.</summary>
    public static ResponseOutcome Of(ResponseFormat format, ReadOnlySpan<byte> body)
    {
        var scanner = new OutcomeScanner(format);
        scanner.Write(body);
        return scanner.End(completed: true);
    }

    /// <summary>Sees the next bytes of the body.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        if (format == ResponseFormat.Json)
            _json.Write(bytes);
        else if (format == ResponseFormat.EventStream && _kind == OutcomeKind.Unknown)
            WriteEvents(bytes);
    }

    /// <summary>What the body was, <paramref name="completed"/> being whether the server ended it.</summary>
    public ResponseOutcome End(bool completed) => format == ResponseFormat.Json
        ? new ResponseOutcome(_json.Kind, _json.ErrorCode, _bytes, completed)
        : new ResponseOutcome(_kind, _code, _bytes, completed);

    private void WriteEvents(ReadOnlySpan<byte> bytes)
    {
        while (_lines.Read(ref bytes, out var data))
        {
            _json.Write(data);
            if (!_lines.EventEnded)
                continue;
            (_kind, _code) = (_json.Kind, _json.ErrorCode);
            if (_kind != OutcomeKind.Unknown)
                return;
            _json = default;
        }
    }
}
