using System.Buffers;
using System.Text.Json;
using Edge.Fuzz.Readers;
using Edge.Mcp.Requests;

namespace Edge.Fuzz.Requests;

/// <summary>Reads bodies as Edge does, and says what it would decide on. Not thread-safe.</summary>
internal sealed class EdgeReader
{
    private readonly MessageParser _parser = new();
    private readonly ArgumentPaths _paths = new();

    /// <summary>The message that was read last.</summary>
    public Message Message { get; } = new();

    /// <summary>Why the body is refused; or null, and the fields of <c>read.mjs</c> but for the whole document.</summary>
    public Refusal? Read(in ReadOnlySequence<byte> body, out string[] fields)
    {
        fields = [];
        if (_parser.Parse(body, Message) is { } refusal)
            return refusal;
        fields =
        [
            Message.Kind switch { MessageKind.Request => "request", MessageKind.Notification => "notification", _ => "response" },
            Message.Kind == MessageKind.Response ? Canonical.Missing : Canonical.Of(Message.Method),
            Message.Id.IsPresent ? Value(new ReadOnlySequence<byte>(Message.Id.Raw)) : Canonical.Missing,
            Target(),
            Message.ProtocolVersion is { } revision ? Canonical.Of(revision) : Canonical.Missing,
            Message.Arguments.IsEmpty ? Canonical.Missing : Value(Message.Arguments),
            .. _paths.Read(Message.Arguments),
        ];
        return null;
    }

    /// <summary>Refusal or reading as one line, to be compared.</summary>
    public string Describe(in ReadOnlySequence<byte> body) =>
        Read(body, out var fields) is { } refusal ? $"{refusal.Reason.Slug()}: {refusal.Message}" : string.Join('\n', fields);

    private static string Value(in ReadOnlySequence<byte> token)
    {
        var json = new Utf8JsonReader(token);
        json.Read();
        return Canonical.Of(ref json);
    }

    private string Target()
    {
        if (Message.ToolName is { } tool)
            return $"tool {Canonical.Of(tool)}";
        if (Message.PromptName is { } prompt)
            return $"prompt {Canonical.Of(prompt)}";
        if (Message.TaskId is { } task)
            return $"task {Canonical.Of(task)}";
        if (Message.InitializeVersion is { } version)
            return $"version {Canonical.Of(version)}";
        return Message.ResourceUris.Count > 0 ? $"uri [{string.Join(',', Message.ResourceUris.Select(Canonical.Of))}]" : Canonical.Missing;
    }
}
