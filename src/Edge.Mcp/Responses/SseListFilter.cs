using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>
/// Filters the messages of one event stream, event by event and whatever their type. What must not change and cannot be misread passes
/// as it came; everything else is framed anew, so that no byte of a server ends a line but the ones written here. Data that is no message
/// answers nobody and becomes a comment. A request gets one answer from Edge: an error for a withheld event, and then no response of the
/// server's, or the server's response, and then no error. Not thread-safe.
/// </summary>
/// <param name="filter">Judges the data of each event.</param>
/// <param name="requestId">
/// The raw JSON of the id of the request that this stream answers: an event that is withheld becomes an error for it, at once, or where the
/// event is no JSON at the end of a stream without a response. Empty on GET streams, where such events are dropped.
/// </param>
/// <param name="pool">Lends the memory of the one event that is held.</param>
/// <param name="judge">
/// Judges what goes on; null where nobody does. Every event is held whole for one that enforces, and nothing of a server's goes on that is
/// no message.
/// </param>
internal sealed class SseListFilter(
    ListFilter filter, ReadOnlyMemory<byte> requestId, ArrayPool<byte> pool, IMessageJudge? judge = null) : IDisposable
{
    private readonly bool _enforces = judge is { Enforces: true };

    private readonly SseEventReader _reader = new(
        judge is { Enforces: true } ? Math.Min(judge.MaxHeldBytes, filter.Options.MaxMessageBytes) : filter.Options.MaxMessageBytes,
        filter.Options.IsListExpected || judge is { Enforces: true } ? filter.Options.MaxMessageBytes : filter.Options.MaxHeldBytes,
        pool);

    private readonly PooledBuffer _rewritten = new(pool);
    private LongSseEvent? _long;
    private WithheldReason _unanswered;
    private bool _hasResponse;
    private bool _hasError;

    /// <summary>Takes the next bytes of the stream and writes all that they complete.</summary>
    public void Write(ReadOnlySpan<byte> input, PooledBuffer output)
    {
        while (true)
        {
            if (_long is not null && !PassOn(ref input, output))
                return;
            // Also without input: what was reported last is given back.
            if (_reader.Read(ref input) is not (not SseItem.None and var item))
                return;
            WriteWhole(item, output);
        }
    }

    /// <summary>The stream has ended: writes the error that waited for a response.</summary>
    public void End(PooledBuffer output)
    {
        if (_unanswered != WithheldReason.None)
            WriteError(_unanswered, output);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _reader.Dispose();
        _rewritten.Dispose();
    }

    private void WriteWhole(SseItem item, PooledBuffer output)
    {
        var before = output.Length;
        try
        {
            Write(item, output);
        }
        catch (BuffersFullException)
        {
            // Read, and no room to write it: nothing of it goes on.
            output.Truncate(before);
            Withhold(WithheldReason.NoRoom, item, output);
        }
    }

    private void Write(SseItem item, PooledBuffer output)
    {
        switch (item)
        {
            case SseItem.Comment:
                output.Append((byte)':');
                if (!_enforces)
                    output.Append(_reader.Comment);
                output.Append((byte)'\n');
                break;
            case SseItem.Skipped:
                Withhold(_reader.SkippedFor, item, output);
                break;
            case SseItem.LongData:
                // Behind an error it is known at its end whether it is another answer.
                _long = _hasError ? null : LongSseEvent.Begin(_reader, filter, output);
                break;
            default:
                WriteEvent(output);
                break;
        }
    }

    // True when the long event has ended.
    private bool PassOn(ref ReadOnlySpan<byte> input, PooledBuffer output)
    {
        var wasCut = _long!.IsCut;
        var hasEnded = _long.Write(ref input, output);
        if (_long.IsCut && !wasCut)
            WriteError(filter.Withhold(WithheldReason.ListTooLate).Reason, output);
        if (!hasEnded)
            return false;
        _hasResponse |= _long.IsResponse;
        _long = null;
        return true;
    }

    private void Withhold(WithheldReason reason, SseItem item, PooledBuffer output)
    {
        _rewritten.Release();
        if (item is SseItem.Comment or SseItem.LongData)
            return;
        filter.Withhold(reason);
        if (_enforces)
            WriteUnheld(output);
        else
            WriteError(reason, output);
    }

    // Nobody knows what it was: the request, if there is one, gets the error as its one answer.
    private void WriteUnheld(PooledBuffer output)
    {
        var error = judge!.Unheld();
        if (error.IsEmpty || _hasResponse || _hasError)
            return;
        _hasError = true;
        output.Append("event: message\ndata: "u8);
        output.AppendLine(error.Span);
        output.Append("\n\n"u8);
    }

    private void WriteEvent(PooledBuffer output)
    {
        var data = _reader.Data;
        if (!data.ContainsAnyExcept(" \t\n"u8))
        {
            // Nothing to read: the end of a comment, a bare id, or the priming event of the legacy revisions.
            WriteUnchanged([], output);
            return;
        }

        // A message is an object.
        if (!data.Contains((byte)'{'))
        {
            WriteComment(data, output);
            return;
        }

        var isResponse = IsResponse(data);
        if (isResponse && _hasError)
            return;
        var judged = filter.Apply(data, _rewritten);
        switch (judged.Status)
        {
            case ListFilterStatus.Unchanged:
                if (judge?.Judge(data) is { } other)
                    WriteInPlace(other, output);
                else
                    WriteUnchanged(data, output);
                break;
            case ListFilterStatus.NoJson:
                WriteComment(data, output);
                isResponse = false;
                break;
            case ListFilterStatus.Rewritten:
                if (judge?.Judge(_rewritten.Span) is { } edited)
                    WriteInPlace(edited, output);
                else
                    WriteFramed(_rewritten.Span, output);
                break;
            default:
                if (judged.IsNoJson)
                    _unanswered = judged.Reason;
                else
                    WriteError(judged.Reason, output);
                isResponse = false;
                break;
        }

        _hasResponse |= isResponse;
        _rewritten.Release();
    }

    private bool IsResponse(ReadOnlySpan<byte> data)
    {
        if (requestId.IsEmpty || _hasResponse)
            return false;
        var outcome = default(JsonOutcomeScanner);
        outcome.Write(data);
        return outcome.Kind != OutcomeKind.Unknown;
    }

    // Keeps the connection and its place in the stream, as the event did.
    private void WriteComment(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        output.Append(": "u8);
        if (!_enforces && data.Length <= SseEventReader.MaxComment && SseFields.IsPrintable(data))
            output.Append(data);
        output.Append((byte)'\n');
        _reader.CopyPositionTo(output);
        output.Append((byte)'\n');
    }

    private void WriteUnchanged(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (_reader.IsPlain)
            output.Append(_reader.Block);
        else
            WriteFramed(data, output);
    }

    // Without a message the event keeps its place in the stream alone.
    private void WriteInPlace(ReadOnlyMemory<byte> message, PooledBuffer output)
    {
        if (message.IsEmpty)
            WriteComment([], output);
        else
            WriteFramed(message.Span, output);
    }

    private void WriteFramed(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _reader.CopyFieldsTo(output);
        if (_reader.HasData)
        {
            output.Append("data: "u8);
            output.AppendLine(data);
            output.Append((byte)'\n');
        }

        output.Append((byte)'\n');
    }

    private void WriteError(WithheldReason reason, PooledBuffer output)
    {
        if (requestId.IsEmpty || _hasResponse || _hasError)
            return;
        _hasError = true;
        output.Append("event: message\ndata: "u8);
        WithheldAnswer.Write(output, new JsonRpcId(requestId, requestId.Span[0] == (byte)'"'), reason, filter.Options);
        output.Append("\n\n"u8);
    }
}
