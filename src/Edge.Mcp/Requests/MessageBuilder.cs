using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>Makes a message of the values that were marked, or says what is wrong with it; the text itself is already in order.</summary>
/// <remarks>(1) the id, so that it can be echoed, (2) the envelope, (3) what the method decides on. Thread-safe.</remarks>
internal sealed class MessageBuilder(NameCache names)
{
    private static readonly byte[] Version = "2.0"u8.ToArray();

    private readonly TargetReader _targets = new(names);

    /// <summary>Fills <paramref name="message"/>; null if it may be judged.</summary>
    public Refusal? Build(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        // 1: the id
        var idIsWrong = marks.Id.IsPresent && !IdReader.TryRead(body, scratch, marks.Id, message);
        message.Kind = KindOf(marks);

        // 2: the envelope
        if (!marks.JsonRpc.TryDecode(body, scratch, Version.Length, out var version) || !version.SequenceEqual(Version))
            return Refusals.Version;
        if (idIsWrong)
            return Refusals.Id;
        if (!marks.Method.IsPresent)
            return BuildResponse(marks, message);
        if (marks.Result.IsPresent || marks.Error.IsPresent)
            return Refusals.RequestAndResponse;
        if (!TryReadMethod(body, scratch, marks.Method, message))
            return Refusals.Method;
        if (message.Kind == MessageKind.Notification && message.Facts is { IsNotification: false })
            return Refusals.RequestWithoutId;

        // 3: the params
        if (marks.Params.IsPresent && !marks.Params.IsObject)
            return Refusals.ParamsNotAnObject;
        return _targets.ReadMeta(body, scratch, marks, message) ?? _targets.ReadTarget(body, scratch, marks, message);
    }

    private static MessageKind KindOf(in MessageMarks marks)
    {
        if (!marks.Method.IsPresent && (marks.Result.IsPresent || marks.Error.IsPresent))
            return MessageKind.Response;
        return marks.Id.IsPresent ? MessageKind.Request : MessageKind.Notification;
    }

    private static Refusal? BuildResponse(in MessageMarks marks, Message message)
    {
        message.IsError = marks.Error.IsPresent;
        if (!marks.Result.IsPresent && !marks.Error.IsPresent)
            return Refusals.NeitherRequestNorResponse;
        if ((marks.Result.IsPresent && marks.Error.IsPresent) || marks.Params.IsPresent)
            return Refusals.RequestAndResponse;
        if (marks.Result.IsPresent)
            return message.Id.IsPresent ? null : Refusals.ResponseWithoutId;
        return marks.Error.IsObject ? null : Refusals.ErrorNotAnObject;
    }

    private bool TryReadMethod(in ReadOnlySequence<byte> body, ParserScratch scratch, ValueMark mark, Message message)
    {
        if (!mark.TryDecode(body, scratch, Methods.MaxLength, out var method)
            || method.IsEmpty
            || method.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return false;
        message.Facts = Methods.Find(method);
        message.Method = message.Facts?.Name ?? names.Get(method);
        return true;
    }
}
