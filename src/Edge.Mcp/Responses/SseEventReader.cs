using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>
/// Parses an event stream piece by piece (WHATWG HTML, 9.2.5 and 9.2.6): lines end with CR, LF or CRLF, one byte order mark may lead,
/// several <c>data</c> lines are joined by LF. Holds one event of at most <paramref name="maxEventBytes"/> bytes in rented memory and
/// skips longer ones, and those for which the pool has none; one with more than <paramref name="maxHeldBytes"/> is reported before it ends.
/// An event that the stream's end cuts off is never reported whole. Not thread-safe.
/// </summary>
internal sealed class SseEventReader(int maxEventBytes, int maxHeldBytes, ArrayPool<byte> pool) : IDisposable
{
    /// <summary>The longest comment that is repeated, in bytes.</summary>
    public const int MaxComment = 1024;

    private static ReadOnlySpan<byte> DataField => "data:"u8;

    private readonly PooledBuffer _block = new(pool);
    private readonly PooledBuffer _joinedData = new(pool);
    private readonly PooledBuffer _comment = new(pool);
    private SseFields _fields;
    private int _markBytes;
    private int _lineStart;
    private bool _lineHasBytes;
    private bool _inComment;
    private bool _afterCarriageReturn;
    private WithheldReason _skipping;
    private bool _longReported;
    private SseItem _reported;

    /// <summary>The event as it came with LF line ends; only a block that <see cref="IsPlain"/> may be sent on like this.</summary>
    public ReadOnlySpan<byte> Block => _block.Span;

    /// <summary>
    /// True when no parser could read the block otherwise: LF line ends, each of <c>event</c>, <c>id</c>, <c>retry</c> and <c>data</c> at
    /// most once and with a colon, nothing unknown, and only printable ASCII outside the data.
    /// </summary>
    public bool IsPlain => _fields.IsPlain;

    /// <summary>Why a block was skipped.</summary>
    public WithheldReason SkippedFor => _skipping;

    /// <summary>True when the event has at least one <c>data</c> line.</summary>
    public bool HasData => _fields.DataLines > 0;

    /// <summary>The joined data of the lines that have ended.</summary>
    public ReadOnlySpan<byte> Data => _fields.DataLines > 1 ? _joinedData.Span : ValueOf(_fields.FirstData);

    /// <summary>The data of the line that has not ended, of an event that is reported as <see cref="SseItem.LongData"/>.</summary>
    public ReadOnlySpan<byte> OpenData => _block.Span[(_lineStart + DataField.Length)..];

    /// <summary>The comment after its colon; empty when it is long or holds anything but printable ASCII.</summary>
    public ReadOnlySpan<byte> Comment =>
        _comment.Length <= MaxComment + 1 && SseFields.IsPrintable(_comment.Span) ? _comment.Span[1..] : [];

    /// <summary>Writes the fields beside the data, those whose values are safe to repeat, one line each.</summary>
    public void CopyFieldsTo(PooledBuffer output)
    {
        CopyField("event: "u8, _fields.Event, output);
        CopyPositionTo(output);
    }

    /// <summary>Writes those of the fields that say where the stream is and how to come back to it.</summary>
    public void CopyPositionTo(PooledBuffer output)
    {
        CopyField("id: "u8, _fields.Id, output);
        CopyField("retry: "u8, _fields.Retry, output);
    }

    /// <summary>Forgets the event that is reported as <see cref="SseItem.LongData"/>: the rest of it is read by somebody else.</summary>
    public void Forget()
    {
        _reported = SseItem.Event;
        _lineHasBytes = false;
        ForgetReported();
    }

    /// <summary>
    /// Takes input until something is complete or all is taken, and says what it is; what was reported before is forgotten.
    /// </summary>
    public SseItem Read(ref ReadOnlySpan<byte> input)
    {
        ForgetReported();
        SkipMark(ref input);
        while (!input.IsEmpty)
        {
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (input[0] == (byte)'\n')
                {
                    input = input[1..];
                    continue;
                }
            }

            var end = input.IndexOfAny((byte)'\r', (byte)'\n');
            AppendToLine(end < 0 ? input : input[..end]);
            if (end < 0)
            {
                input = default;
                return IsLong() ? SseItem.LongData : SseItem.None;
            }

            _afterCarriageReturn = input[end] == (byte)'\r';
            input = input[(end + 1)..];
            _reported = EndLine();
            if (_reported != SseItem.None)
                return _reported;
        }

        return SseItem.None;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _block.Dispose();
        _joinedData.Dispose();
        _comment.Dispose();
    }

    private bool IsLong()
    {
        if (_longReported || _inComment || _skipping != WithheldReason.None || _block.Length <= maxHeldBytes)
            return false;
        if (!_block.Span[_lineStart..].StartsWith(DataField))
            return false;
        return _longReported = true;
    }

    private void AppendToLine(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
            return;
        if (!_lineHasBytes)
            _inComment = part[0] == (byte)':';
        _lineHasBytes = true;
        if (_inComment)
        {
            // One byte for the colon and one to see that it is too long.
            _comment.Append(part[..Math.Min(part.Length, MaxComment + 2 - _comment.Length)]);
            return;
        }

        if (_skipping != WithheldReason.None)
            return;
        if (part.Length > maxEventBytes - _block.Length)
        {
            Skip(WithheldReason.TooLong);
            return;
        }

        try
        {
            _block.Append(part);
        }
        catch (BuffersFullException)
        {
            Skip(WithheldReason.NoRoom);
        }
    }

    private void Skip(WithheldReason reason)
    {
        _skipping = reason;
        _block.Release();
        _joinedData.Release();
    }

    private SseItem EndLine()
    {
        if (_inComment)
        {
            (_inComment, _lineHasBytes) = (false, false);
            return SseItem.Comment;
        }

        var isField = _lineHasBytes;
        _lineHasBytes = false;
        if (_skipping == WithheldReason.None)
        {
            try
            {
                if (isField)
                    EndField();
                else
                    EndBlock();
            }
            catch (BuffersFullException)
            {
                Skip(WithheldReason.NoRoom);
            }
        }

        if (isField)
            return SseItem.None;
        return _skipping == WithheldReason.None ? SseItem.Event : SseItem.Skipped;
    }

    private void EndBlock()
    {
        if (_afterCarriageReturn)
            _fields.MarkOdd();
        _block.Append((byte)'\n');
    }

    private void EndField()
    {
        if (_afterCarriageReturn)
            _fields.MarkOdd();
        if (_fields.Add(_block.Span[_lineStart..], _lineStart) && _fields.DataLines > 1)
        {
            if (_fields.DataLines == 2)
                _joinedData.Append(ValueOf(_fields.FirstData));
            _joinedData.Append((byte)'\n');
            _joinedData.Append(ValueOf(_fields.LastData));
        }

        _block.Append((byte)'\n');
        _lineStart = _block.Length;
    }

    private void SkipMark(ref ReadOnlySpan<byte> input)
    {
        var mark = "\uFEFF"u8;
        while (_markBytes < mark.Length && !input.IsEmpty)
        {
            if (input[0] != mark[_markBytes])
            {
                // No mark: what looked like its beginning is the beginning of the first line.
                AppendToLine(mark[.._markBytes]);
                _markBytes = mark.Length;
                return;
            }

            _markBytes++;
            input = input[1..];
        }
    }

    private void CopyField(ReadOnlySpan<byte> name, Range? value, PooledBuffer output)
    {
        if (value is null)
            return;
        output.Append(name);
        output.Append(ValueOf(value.Value));
        output.Append((byte)'\n');
    }

    private ReadOnlySpan<byte> ValueOf(Range range) => _block.Span[range];

    private void ForgetReported()
    {
        if (_reported == SseItem.None)
            return;
        _comment.Release();
        if (_reported != SseItem.Comment)
        {
            _block.Release();
            _joinedData.Release();
            _fields = default;
            (_lineStart, _skipping, _longReported) = (0, WithheldReason.None, false);
        }

        _reported = SseItem.None;
    }
}
