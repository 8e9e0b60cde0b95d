using System.Buffers;
using System.Text.Json;

namespace Edge.Mcp.Requests;

/// <summary>The one pass over a body: holds every rule that concerns its text, and marks the values that its meaning hangs on.</summary>
internal static class MessageScanner
{
    /// <summary>Scans a body that is valid UTF-8; null if it is one object that every reader reads alike.</summary>
    public static Refusal? Scan(in ReadOnlySequence<byte> body, ParserScratch scratch, ref MessageMarks marks)
    {
        var reader = new StrictReader(body, scratch);
        if (!reader.Next())
            return reader.Refusal;
        if (reader.Token == JsonTokenType.StartArray)
            return Refusals.Batch;
        if (reader.Token != JsonTokenType.StartObject)
            return Refusals.NotAnObject;
        while (reader.Next() && reader.Token == JsonTokenType.PropertyName)
        {
            if (TakeEnvelope(ref reader, ref marks) is { } refusal)
                return refusal;
        }

        // What follows the object may only be white space, which the reader finds by reading on.
        if (reader.Refusal is null)
            reader.Next();
        return reader.Refusal;
    }

    private static Refusal? TakeEnvelope(ref StrictReader reader, ref MessageMarks marks)
    {
        switch (ProtocolKeys.Find(reader.Name))
        {
            case ProtocolKey.JsonRpc:
                return Take(ref reader, out marks.JsonRpc);
            case ProtocolKey.Id:
                return Take(ref reader, out marks.Id);
            case ProtocolKey.Method:
                return Take(ref reader, out marks.Method);
            case ProtocolKey.Params:
                return TakeObject(ref reader, ref marks, out marks.Params, Level.Params);
            case ProtocolKey.Result:
                return Take(ref reader, out marks.Result);
            case ProtocolKey.Error:
                return Take(ref reader, out marks.Error);
            case ProtocolKey.Confusable:
                return Refusals.ConfusableKey;
            default:
                return Refusals.UnknownMember;
        }
    }

    private static Refusal? TakeParams(ref StrictReader reader, ref MessageMarks marks, ProtocolKey key) => key switch
    {
        ProtocolKey.Name => Take(ref reader, out marks.Name),
        ProtocolKey.Arguments => Take(ref reader, out marks.Arguments),
        ProtocolKey.Uri => Take(ref reader, out marks.Uri),
        ProtocolKey.TaskId => Take(ref reader, out marks.TaskId),
        ProtocolKey.ProtocolVersion => Take(ref reader, out marks.ProtocolVersion),
        ProtocolKey.InputResponses => Take(ref reader, out marks.InputResponses),
        ProtocolKey.RequestState => Take(ref reader, out marks.RequestState),
        ProtocolKey.Meta => TakeObject(ref reader, ref marks, out marks.Meta, Level.Meta),
        ProtocolKey.Ref => TakeObject(ref reader, ref marks, out marks.Ref, Level.Ref),
        ProtocolKey.Notifications => TakeObject(ref reader, ref marks, out marks.Notifications, Level.Notifications),
        _ => Take(ref reader, out _),
    };

    private static Refusal? TakeMeta(ref StrictReader reader, ref MessageMarks marks, ProtocolKey key) => key switch
    {
        ProtocolKey.MetaProtocolVersion => Take(ref reader, out marks.MetaProtocolVersion),
        ProtocolKey.MetaClientCapabilities => Take(ref reader, out marks.MetaClientCapabilities),
        ProtocolKey.Traceparent => Take(ref reader, out marks.Traceparent),
        ProtocolKey.Tracestate => Take(ref reader, out marks.Tracestate),
        _ => Take(ref reader, out _),
    };

    private static Refusal? TakeRef(ref StrictReader reader, ref MessageMarks marks, ProtocolKey key) => key switch
    {
        ProtocolKey.Type => Take(ref reader, out marks.RefType),
        ProtocolKey.Name => Take(ref reader, out marks.RefName),
        ProtocolKey.Uri => Take(ref reader, out marks.RefUri),
        _ => Take(ref reader, out _),
    };

    private static Refusal? TakeNotifications(ref StrictReader reader, ref MessageMarks marks, ProtocolKey key) => key switch
    {
        ProtocolKey.ResourceSubscriptions => Take(ref reader, out marks.ResourceSubscriptions),
        _ => Take(ref reader, out _),
    };

    private static Refusal? Take(ref StrictReader reader, out ValueMark mark)
    {
        reader.NextValue(out mark);
        return reader.Refusal;
    }

    private static Refusal? TakeObject(ref StrictReader reader, ref MessageMarks marks, out ValueMark mark, Level level)
    {
        mark = default;
        if (!reader.Next())
            return reader.Refusal;
        if (reader.Token != JsonTokenType.StartObject)
        {
            reader.FinishValue(out mark);
            return reader.Refusal;
        }

        var start = reader.TokenStart;
        while (reader.Next() && reader.Token == JsonTokenType.PropertyName)
        {
            var key = ProtocolKeys.Find(reader.Name);
            var refusal = key == ProtocolKey.Confusable
                ? Refusals.ConfusableKey
                : level switch
                {
                    Level.Params => TakeParams(ref reader, ref marks, key),
                    Level.Meta => TakeMeta(ref reader, ref marks, key),
                    Level.Ref => TakeRef(ref reader, ref marks, key),
                    _ => TakeNotifications(ref reader, ref marks, key),
                };
            if (refusal is not null)
                return refusal;
        }

        mark = new ValueMark(JsonTokenType.StartObject, start, reader.TokenEnd - start, IsEscaped: false);
        return reader.Refusal;
    }

    private enum Level
    {
        Params,
        Meta,
        Ref,
        Notifications,
    }
}
