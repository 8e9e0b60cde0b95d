using System.Buffers;
using Edge.Mcp.Json;

namespace Edge.Mcp.Requests;

/// <summary>
/// Reads a body as one message, or says why it cannot be read in exactly one way (design page on the wire, requests 4). Thread-safe.
/// </summary>
/// <remarks>(1) the bytes are UTF-8, (2) the text is one JSON object that every reader reads alike, (3) the object is a message.</remarks>
internal sealed class MessageParser
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly MessageBuilder _builder = new(new NameCache());

    /// <summary>
    /// Fills <paramref name="message"/>, which then points into <paramref name="body"/>; null if the message may be judged.
    /// </summary>
    public Refusal? Parse(in ReadOnlySequence<byte> body, Message message)
    {
        message.Reset();

        // 1: the bytes
        if (CheckBytes(body) is { } unreadable)
            return unreadable;

        // 2: the text
        var scratch = ParserScratch.Current;
        MessageMarks marks = default;
        try
        {
            if (MessageScanner.Scan(body, scratch, ref marks) is { } ambiguous)
                return ambiguous;
        }
        finally
        {
            scratch.Keys.Clear();
        }

        // 3: the meaning
        return _builder.Build(body, scratch, marks, message);
    }

    private static bool IsBlank(in ReadOnlySequence<byte> body)
    {
        foreach (var piece in body)
        {
            if (piece.Span.ContainsAnyExcept(" \t\r\n"u8))
                return false;
        }

        return true;
    }

    private static Refusal? CheckBytes(in ReadOnlySequence<byte> body)
    {
        if (IsBlank(body))
            return Refusals.Empty;
        Span<byte> start = stackalloc byte[Mark.Length];
        if (body.Length >= Mark.Length)
        {
            body.Slice(0, Mark.Length).CopyTo(start);
            if (start.SequenceEqual(Mark))
                return Refusals.ByteOrderMark;
        }

        return StrictUtf8.IsValid(body) ? null : Refusals.InvalidUtf8;
    }
}
