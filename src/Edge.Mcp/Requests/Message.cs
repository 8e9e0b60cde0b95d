using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>One JSON-RPC message as it was read, strictly: what a decision may look at. Reusable, not thread-safe.</summary>
/// <remarks>The id and the arguments point into memory that is good until the message is read into again, and the body disposed.</remarks>
internal sealed class Message
{
    private readonly List<string> _resourceUris = [];
    private byte[] _id = new byte[64];

    /// <summary>What the message is.</summary>
    public MessageKind Kind { get; internal set; }

    /// <summary>The method; empty in a response.</summary>
    public string Method { get; internal set; } = "";

    /// <summary>What the published revisions say of the method, or null.</summary>
    public MethodFacts? Facts { get; internal set; }

    /// <summary>The id, if there is one; absent after a refusal that came before the whole message was read.</summary>
    public JsonRpcId Id { get; private set; }

    /// <summary>The id that an answer to this message carries: a request's; that of a response is the server's own.</summary>
    public JsonRpcId AnswerId => Kind == MessageKind.Request ? Id : default;

    /// <summary>The tool of a <c>tools/call</c>; null in every other message.</summary>
    public string? ToolName { get; internal set; }

    /// <summary>The bytes of <c>params.arguments</c> of a call or a prompt, an object; empty if absent.</summary>
    public ReadOnlySequence<byte> Arguments { get; internal set; }

    /// <summary>Where <c>params</c> of a <c>tools/call</c> lie, an object; absent in every other message.</summary>
    public ValueMark Params { get; internal set; }

    /// <summary>
    /// Where in a <c>tools/call</c> the answers lie that a server had asked the client for, if there are any (2026-07-28, "Multi Round-Trip
    /// Requests").
    /// </summary>
    public ValueMark InputResponses { get; internal set; }

    /// <summary>Where in a <c>tools/call</c> the state lies that came with such a question.</summary>
    public ValueMark RequestState { get; internal set; }

    /// <summary>Where in a <c>tools/call</c> the client's capabilities lie.</summary>
    public ValueMark ClientCapabilities { get; internal set; }

    /// <summary>The prompt of <c>prompts/get</c>, or of a completion for one.</summary>
    public string? PromptName { get; internal set; }

    /// <summary>The resources that are read, subscribed to or completed; in the order sent, with repetitions.</summary>
    public IReadOnlyList<string> ResourceUris => _resourceUris;

    /// <summary>The task of <c>tasks/*</c>.</summary>
    public string? TaskId { get; internal set; }

    /// <summary>What <c>Mcp-Name</c> has to say, or null if the published revisions let it say nothing.</summary>
    public string? MirroredName { get; internal set; }

    /// <summary>The revision that <c>_meta</c> names, or null.</summary>
    public string? ProtocolVersion { get; internal set; }

    /// <summary>The revision that <c>initialize</c> asks for, or null.</summary>
    public string? InitializeVersion { get; internal set; }

    /// <summary>Whether <c>_meta</c> states the client's capabilities, in an object.</summary>
    public bool HasClientCapabilities { get; internal set; }

    /// <summary>The caller's trace context, not checked, or null.</summary>
    public string? Traceparent { get; internal set; }

    /// <summary>The caller's trace state, not checked, or null.</summary>
    public string? Tracestate { get; internal set; }

    /// <summary>Whether a response is an error.</summary>
    public bool IsError { get; internal set; }

    /// <summary>Forgets what was read.</summary>
    public void Reset()
    {
        Kind = MessageKind.Request;
        Method = "";
        Facts = null;
        Id = default;
        ToolName = PromptName = TaskId = MirroredName = null;
        ProtocolVersion = InitializeVersion = Traceparent = Tracestate = null;
        Arguments = ReadOnlySequence<byte>.Empty;
        Params = InputResponses = RequestState = ClientCapabilities = default;
        HasClientCapabilities = IsError = false;
        _resourceUris.Clear();
    }

    internal void SetId(in ReadOnlySequence<byte> token, bool isString)
    {
        var length = (int)token.Length;
        if (length > _id.Length)
            _id = new byte[length];
        token.CopyTo(_id);
        Id = new JsonRpcId(_id.AsMemory(0, length), isString);
    }

    internal void AddResource(string uri) => _resourceUris.Add(uri);
}
