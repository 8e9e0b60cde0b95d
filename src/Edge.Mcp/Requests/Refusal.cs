
namespace Edge.Mcp.Requests;

/// <summary>The answer to a request that Edge does not read as a message; immutable, and one instance where the text is constant.</summary>
internal sealed record Refusal
{
    /// <summary>Why; the value of the metric.</summary>
    public required RefusalReason Reason { get; init; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>The JSON-RPC code, or null where the answer has no body.</summary>
    public required int? RpcCode { get; init; }

    /// <summary>A sentence that tells the caller what to change.</summary>
    public required string Message { get; init; }

    /// <summary>The value of <c>Allow</c>, or null.</summary>
    public string? Allow { get; init; }

    /// <summary>Seconds after which to try again, or null.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Whether the answer repeats the message's id: only where the whole message was read.</summary>
    public bool EchoId { get; init; }

    /// <summary>Whether the rest of the body is unread, so that the connection cannot serve another request.</summary>
    public bool ClosesConnection { get; init; }

    /// <summary>What an unsupported revision's answer carries as <c>data.supported</c>, or null.</summary>
    public IReadOnlyList<string>? Supported { get; init; }

    /// <summary>The revision that was asked for, <c>data.requested</c>; not null where <see cref="Supported"/> is not.</summary>
    public string? Requested { get; init; }

    /// <summary>For a mismatch, what differs, for the log; else null. The caller is not told: it knows what it sent.</summary>
    public Disagreement? Seen { get; init; }

    /// <summary>The same without a body, for requests that lead to no route: what sends them speaks no JSON-RPC.</summary>
    public Refusal WithoutBody() => this with { RpcCode = null };

    /// <summary>The body is not JSON, or not JSON in one way: -32700.</summary>
    public static Refusal Parse(RefusalReason reason, string message) =>
        new() { Reason = reason, RpcCode = RpcCodes.ParseError, Message = message };

    /// <summary>The request is not one that MCP knows: -32600, found before the id was certain.</summary>
    public static Refusal Request(RefusalReason reason, string message, int status = StatusCodes.Status400BadRequest) =>
        new() { Reason = reason, RpcCode = RpcCodes.InvalidRequest, Message = message, Status = status };

    /// <summary>The message was read whole and its envelope is wrong: -32600 with its id.</summary>
    public static Refusal Envelope(RefusalReason reason, string message) =>
        new() { Reason = reason, RpcCode = RpcCodes.InvalidRequest, Message = message, EchoId = true };

    /// <summary>The message was read whole and its <c>params</c> are wrong: -32602 with its id.</summary>
    public static Refusal Params(string message) =>
        new() { Reason = RefusalReason.InvalidParams, RpcCode = RpcCodes.InvalidParams, Message = message, EchoId = true };

    /// <summary>Headers and body disagree: -32020 with the message's id.</summary>
    public static Refusal Mismatch(string message) =>
        new() { Reason = RefusalReason.HeaderMismatch, RpcCode = RpcCodes.HeaderMismatch, Message = message, EchoId = true };
}
