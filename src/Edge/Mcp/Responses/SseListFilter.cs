using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>
/// Filters the messages of one event stream, event by event and whatever their type. What must not change and cannot be misread passes
/// as it came; everything else is framed anew, so that no byte of a server ends a line but the ones written here. Not thread-safe.
/// </summary>
/// <param name="filter">Judges the data of each event.</param>
/// <param name="requestId">
/// The raw JSON of the id of the list request that this stream answers: an event that is withheld becomes, once, an error for it.
/// Empty on GET streams, where such events are dropped.
/// </param>
/// <param name="pool">Lends the memory of the one event that is held.</param>
internal sealed class SseListFilter(ListFilter filter, ReadOnlyMemory<byte> requestId, ArrayPool<byte> pool) : IDisposable
{
    private readonly SseEventReader _reader = new(filter.Options.MaxMessageBytes, pool);
    private readonly PooledBuffer _rewritten = new(pool);
    private bool _errorSent;

    /// <summary>Takes the next bytes of the stream and writes all that they complete.</summary>
    public void Write(ReadOnlySpan<byte> input, PooledBuffer output)
    {
        while (_reader.Read(ref input) is not SseItem.None and var item)
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
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _reader.Dispose();
        _rewritten.Dispose();
    }

    private void Write(SseItem item, PooledBuffer output)
    {
        switch (item)
        {
            case SseItem.Comment:
                output.Append((byte)':');
                output.Append(_reader.Comment);
                output.Append((byte)'\n');
                break;
            case SseItem.Skipped:
                Withhold(_reader.SkippedFor, item, output);
                break;
            default:
                WriteEvent(output);
                break;
        }
    }

    private void Withhold(WithheldReason reason, SseItem item, PooledBuffer output)
    {
        _rewritten.Release();
        if (item == SseItem.Comment)
            return;
        filter.Withhold(reason);
        WriteError(output);
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

        switch (filter.Apply(data, _rewritten).Status)
        {
            case ListFilterStatus.Unchanged:
                WriteUnchanged(data, output);
                break;
            case ListFilterStatus.Rewritten:
                WriteFramed(_rewritten.Span, output);
                break;
            default:
                WriteError(output);
                break;
        }

        _rewritten.Release();
    }

    private void WriteUnchanged(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (_reader.IsPlain)
            output.Append(_reader.Block);
        else
            WriteFramed(data, output);
    }

    private void WriteFramed(ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _reader.CopyFieldsTo(output);
        if (_reader.HasData)
        {
            output.Append("data: "u8);
            var line = output.GetSpan(data.Length)[..data.Length];
            // Between the tokens of JSON a line feed is as good as a blank; within a string there is none.
            data.Replace(line, (byte)'\n', (byte)' ');
            output.Advance(data.Length);
            output.Append((byte)'\n');
        }

        output.Append((byte)'\n');
    }

    private void WriteError(PooledBuffer output)
    {
        if (requestId.IsEmpty || _errorSent)
            return;
        _errorSent = true;
        output.Append("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":"u8);
        output.Append(requestId.Span);
        output.Append(",\"error\":{\"code\":-32603,\"message\":\"the server's list could not be read safely and was withheld\"}}\n\n"u8);
    }
}
