using System.Buffers;
using System.Text.Json;
using Edge.Mcp.Json;

namespace Edge.Mcp.Requests;

/// <summary>Reads out of <c>params</c> what a method acts on; what cannot be read is refused, because it cannot be judged.</summary>
internal sealed class TargetReader(NameCache names)
{
    /// <summary>Reads the metadata that any method may carry.</summary>
    public Refusal? ReadMeta(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        if (!marks.Meta.IsPresent)
            return null;
        if (!marks.Meta.IsObject)
            return Refusals.Meta;
        if (marks.MetaProtocolVersion.IsPresent)
        {
            if (!TryRead(body, scratch, marks.MetaProtocolVersion, Revisions.MaxLength, out var revision))
                return Refusals.MetaRevision;
            message.ProtocolVersion = revision;
        }

        message.HasClientCapabilities = marks.MetaClientCapabilities.IsObject;
        message.Traceparent = ReadTrace(body, scratch, marks.Traceparent);
        message.Tracestate = ReadTrace(body, scratch, marks.Tracestate);
        return null;
    }

    /// <summary>Reads what the message's method decides on, and what <c>Mcp-Name</c> mirrors of it.</summary>
    public Refusal? ReadTarget(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        switch (message.Facts?.Source)
        {
            case NameSource.Name:
                return message.Facts.Name == Methods.ToolsCall
                    ? ReadTool(body, scratch, marks, message)
                    : ReadPrompt(body, scratch, marks, message);
            case NameSource.Uri:
                if (!TryRead(body, scratch, marks.Uri, MessageLimits.MaxTargetBytes, out var uri))
                    return Refusals.Uri;
                message.AddResource(uri);
                message.MirroredName = uri;
                return null;
            case NameSource.TaskId:
                if (!TryRead(body, scratch, marks.TaskId, MessageLimits.MaxTargetBytes, out var task))
                    return Refusals.TaskId;
                message.TaskId = message.MirroredName = task;
                return null;
            case NameSource.Ref:
                return ReadReference(body, scratch, marks, message);
            case NameSource.Subscriptions:
                return ReadSubscriptions(body, scratch, marks, message);
            default:
                return message.Method == Methods.Initialize ? ReadInitialize(body, scratch, marks, message) : null;
        }
    }

    private Refusal? ReadTool(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        if (!marks.Name.TryDecode(body, scratch, MessageLimits.MaxToolNameBytes, out var name) || !ToolNameRule.IsValid(name))
            return Refusals.ToolName;
        message.ToolName = message.MirroredName = names.Get(name);
        (message.Params, message.ClientCapabilities) = (marks.Params, marks.MetaClientCapabilities);
        (message.InputResponses, message.RequestState) = (marks.InputResponses, marks.RequestState);
        return ReadArguments(body, marks.Arguments, message);
    }

    private Refusal? ReadPrompt(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        if (!TryRead(body, scratch, marks.Name, MessageLimits.MaxTargetBytes, out var name))
            return Refusals.PromptName;
        message.PromptName = message.MirroredName = name;
        return ReadArguments(body, marks.Arguments, message);
    }

    private static Refusal? ReadArguments(in ReadOnlySequence<byte> body, ValueMark mark, Message message)
    {
        if (!mark.IsPresent)
            return null;
        if (!mark.IsObject)
            return Refusals.Arguments;
        message.Arguments = mark.In(body);
        return null;
    }

    private Refusal? ReadReference(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        if (!marks.RefType.TryDecode(body, scratch, MessageLimits.MaxTargetBytes, out var type))
            return Refusals.Reference;
        var isPrompt = type.SequenceEqual("ref/prompt"u8);
        if (!isPrompt && !type.SequenceEqual("ref/resource"u8))
            return Refusals.Reference;
        if (!TryRead(body, scratch, isPrompt ? marks.RefName : marks.RefUri, MessageLimits.MaxTargetBytes, out var target))
            return Refusals.Reference;
        if (isPrompt)
            message.PromptName = target;
        else
            message.AddResource(target);
        return null;
    }

    private Refusal? ReadSubscriptions(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        if (!marks.Notifications.IsObject)
            return Refusals.Subscriptions;
        if (!marks.ResourceSubscriptions.IsPresent)
            return null;
        if (marks.ResourceSubscriptions.Kind != JsonTokenType.StartArray)
            return Refusals.Subscriptions;
        var uris = marks.ResourceSubscriptions.In(body);
        var json = new Utf8JsonReader(uris, isFinalBlock: true, default);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            var mark = new ValueMark(json.TokenType, json.TokenStartIndex, json.BytesConsumed - json.TokenStartIndex, json.ValueIsEscaped);
            if (message.ResourceUris.Count == MessageLimits.MaxSubscriptions
                || !TryRead(uris, scratch, mark, MessageLimits.MaxTargetBytes, out var uri))
                return Refusals.Subscriptions;
            message.AddResource(uri);
        }

        return json.TokenType == JsonTokenType.EndArray ? null : Refusals.Subscriptions;
    }

    private Refusal? ReadInitialize(in ReadOnlySequence<byte> body, ParserScratch scratch, in MessageMarks marks, Message message)
    {
        if (!marks.ProtocolVersion.IsPresent)
            return null;
        if (!TryRead(body, scratch, marks.ProtocolVersion, Revisions.MaxLength, out var revision))
            return Refusals.InitializeRevision;
        message.InitializeVersion = revision;
        return null;
    }

    // A trace context that is not one is nobody's error: it is not used (W3C Trace Context, section 3.2).
    private string? ReadTrace(in ReadOnlySequence<byte> body, ParserScratch scratch, ValueMark mark)
    {
        const int longest = 512;
        return TryRead(body, scratch, mark, longest, out var text) ? text : null;
    }

    private bool TryRead(
        in ReadOnlySequence<byte> body, ParserScratch scratch, ValueMark mark, int maxBytes, out string text)
    {
        text = "";
        if (!mark.TryDecode(body, scratch, maxBytes, out var decoded) || decoded.IsEmpty)
            return false;
        text = names.Get(decoded);
        return true;
    }
}
