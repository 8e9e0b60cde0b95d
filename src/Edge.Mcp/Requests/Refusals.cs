namespace Edge.Mcp.Requests;

/// <summary>The answers to messages that cannot be read in exactly one way; their texts are constant and quote no caller.</summary>
internal static class Refusals
{
    public static readonly Refusal Empty = Refusal.Parse(
        RefusalReason.Malformed, "Send one JSON-RPC message: the body is empty.");

    public static readonly Refusal ByteOrderMark = Refusal.Parse(
        RefusalReason.InvalidUtf8, "Send the message without a byte order mark.");

    public static readonly Refusal InvalidUtf8 = Refusal.Parse(
        RefusalReason.InvalidUtf8, "Send the message in UTF-8: the body has bytes that are not.");

    public static readonly Refusal Batch = Refusal.Request(
        RefusalReason.Batch, "Send one message a request: batches are not read, in no revision of the protocol.");

    public static readonly Refusal NotAnObject = Refusal.Request(
        RefusalReason.InvalidEnvelope, "Send one JSON-RPC message, which is a JSON object.");

    public static readonly Refusal TooDeep = Refusal.Request(
        RefusalReason.TooDeep, "Nest objects and arrays at most 64 deep.");

    public static readonly Refusal TooManyMembers = Refusal.Request(
        RefusalReason.TooManyMembers, "Send at most 100000 members of objects in one message.");

    public static readonly Refusal TooManyValues = Refusal.Request(
        RefusalReason.TooManyValues, "Send at most 1000000 values in one message, objects and arrays included.");

    public static readonly Refusal NameTooLong = Refusal.Request(
        RefusalReason.NameTooLong, "Give members names of at most 16384 bytes.");

    public static readonly Refusal DuplicateKey = Refusal.Request(
        RefusalReason.DuplicateKey, "Name every member of an object once: two readers could take two values.");

    public static readonly Refusal ConfusableKey = Refusal.Request(
        RefusalReason.ConfusableKey,
        "Spell protocol members exactly, with their letter case: a careless reader could take one name for another.");

    public static readonly Refusal PrototypeKey = Refusal.Request(
        RefusalReason.ConfusableKey,
        "Name no member '__proto__': a server in JavaScript that copies the object would read its members as the object's own.");

    public static readonly Refusal LoneSurrogate = Refusal.Parse(
        RefusalReason.LoneSurrogate, "Escape characters beyond U+FFFF as a pair of surrogates: one stands alone.");

    public static readonly Refusal UnknownMember = Refusal.Request(
        RefusalReason.InvalidEnvelope, "Send only the members jsonrpc, id, method and params, or jsonrpc, id and result or error.");

    public static readonly Refusal Version = Refusal.Envelope(
        RefusalReason.InvalidEnvelope, "Set jsonrpc to the string \"2.0\".");

    public static readonly Refusal Id = Refusal.Envelope(
        RefusalReason.InvalidId,
        "Set id to a string of at most 128 bytes or an integer within plus or minus 9007199254740991, written without fraction and "
        + "exponent.");

    public static readonly Refusal Method = Refusal.Envelope(
        RefusalReason.InvalidEnvelope, "Set method to a string of 1 to 128 visible ASCII characters.");

    public static readonly Refusal NeitherRequestNorResponse = Refusal.Envelope(
        RefusalReason.InvalidEnvelope, "Send a method, or a result or an error.");

    public static readonly Refusal RequestAndResponse = Refusal.Envelope(
        RefusalReason.InvalidEnvelope, "Send a method, a result or an error: one of them, and params only with a method.");

    public static readonly Refusal ResponseWithoutId = Refusal.Envelope(
        RefusalReason.InvalidId, "Send a result with the id of the request that it answers.");

    public static readonly Refusal ErrorNotAnObject = Refusal.Envelope(
        RefusalReason.InvalidEnvelope, "Set error to an object.");

    public static readonly Refusal RequestWithoutId = Refusal.Envelope(
        RefusalReason.InvalidId, "Send this method with an id: it is a request, not a notification.");

    public static readonly Refusal ParamsNotAnObject = Refusal.Params("Set params to an object, or leave it out.");

    public static readonly Refusal ToolName = Refusal.Params(
        "Set params.name to a string of 1 to 128 letters, digits, underscores, dots, slashes and hyphens.");

    public static readonly Refusal Arguments = Refusal.Params("Set params.arguments to an object, or leave it out.");

    public static readonly Refusal PromptName = Refusal.Params("Set params.name to a string of 1 to 8192 bytes.");

    public static readonly Refusal Uri = Refusal.Params("Set params.uri to a string of 1 to 8192 bytes.");

    /// <summary>A method that the revision no longer has: 404 with -32601 (2026-07-28, streamable HTTP).</summary>
    public static readonly Refusal RemovedMethod = new()
    {
        Reason = RefusalReason.InvalidParams,
        Status = StatusCodes.Status404NotFound,
        RpcCode = RpcCodes.MethodNotFound,
        Message = "Send a method of the revision that the message names: from 2026-07-28 on this one is gone.",
        EchoId = true,
    };

    /// <summary>
    /// The one 404 of a request that is read: clients take it as the end of the session, which is what it is (2025-11-25, "Session
    /// Management").
    /// </summary>
    public static readonly Refusal UnknownSession = new()
    {
        Reason = RefusalReason.UnknownSession,
        Status = StatusCodes.Status404NotFound,
        RpcCode = RpcCodes.SessionNotFound,
        Message = "Session not found",
        EchoId = true,
    };

    /// <summary>A body where none is read. An empty one is none.</summary>
    public static readonly Refusal UnexpectedBody = Refusal.Request(
        RefusalReason.UnexpectedBody, "Send no body here: only POST carries a message.");

    /// <summary>
    /// No route leads where the request goes: a plain 404, because what probes there (for authorization servers, mostly) speaks no
    /// JSON-RPC.
    /// </summary>
    public static readonly Refusal NoRoute = new()
    {
        Reason = RefusalReason.NoRoute,
        Status = StatusCodes.Status404NotFound,
        RpcCode = null,
        Message = "Address the request to the path of a server: no route leads here.",
    };

    public static readonly Refusal TaskId = Refusal.Params("Set params.taskId to a string of 1 to 8192 bytes.");

    public static readonly Refusal Reference = Refusal.Params(
        "Set params.ref to an object with the type \"ref/prompt\" and a name, or \"ref/resource\" and a uri, of 1 to 8192 bytes.");

    public static readonly Refusal Subscriptions = Refusal.Params(
        "Set params.notifications to an object whose resourceSubscriptions, if any, are at most 1000 strings of 1 to 8192 bytes.");

    public static readonly Refusal Meta = Refusal.Params("Set params._meta to an object, or leave it out.");

    public static readonly Refusal MetaRevision = Refusal.Params(
        "Set params._meta[\"io.modelcontextprotocol/protocolVersion\"] to the name of a revision, a string.");

    public static readonly Refusal InitializeRevision = Refusal.Params(
        "Set params.protocolVersion to the name of a revision, a string.");

    /// <summary>The body is not JSON; says how many bytes of it are.</summary>
    public static Refusal NotJson(long goodBytes) => Refusal.Parse(
        RefusalReason.Malformed, $"Send one valid JSON document: what follows the first {goodBytes} bytes makes it none.");
}
