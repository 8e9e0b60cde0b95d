using Edge.Mcp.Requests;

namespace Edge.Gateway.Calls;

/// <summary>What was read of a request: all of it where it was read whole, and as far as reading came where it was refused.</summary>
internal readonly record struct ReadMessage
{
    /// <summary>The body as read, which is the body that is sent; null for GET and DELETE.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>What was read of the message; null for GET and DELETE.</summary>
    public MessageFacts? Facts { get; init; }

    /// <summary>The revision of the protocol that the request names, or is taken for; a caller's text.</summary>
    public string? Revision { get; init; }

    /// <summary>Whether the rules of 2026-07-28 hold.</summary>
    public bool IsModern { get; init; }

    /// <summary>The server's id of the session that the caller names; null where it names none, or has none to name.</summary>
    public string? SessionId { get; init; }

    /// <summary>
    /// What the caller brought back of a question of Edge's, which is no part of the message any more; null where it brought nothing.
    /// </summary>
    public ReturnedCall? Returned { get; init; }
}
