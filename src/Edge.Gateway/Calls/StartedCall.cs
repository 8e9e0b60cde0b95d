using Edge.Gateway.Policies;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;

namespace Edge.Gateway.Calls;

/// <summary>A view of a call whose message was read. Valid until the method or the task of its observer ends; do not keep it.</summary>
public readonly struct StartedCall
{
    private readonly CallContext _call;
    private readonly int _observer;

    internal StartedCall(CallContext call, int observer) => (_call, _observer) = (call, observer);

    /// <summary>The HTTP request and its response. Do not write to the response.</summary>
    public HttpContext Context => _call.Context;

    /// <summary>The server that the call is for: the id of its cluster.</summary>
    public string Server => _call.Route.Server;

    /// <summary>The caller, as policies see it.</summary>
    public Caller Caller => _call.Caller;

    /// <summary>Whether the caller was identified by a grants file.</summary>
    public bool IsByGrant => _call.Access.IsByGrant;

    /// <summary>The policy as it was when the request arrived.</summary>
    internal PolicySnapshot Snapshot => _call.Snapshot;

    /// <summary>The name of the policy that applies.</summary>
    public string Policy => Snapshot.Policy.Name;

    /// <summary>The revision of that policy: the SHA-256 of its file, in lower-case hex.</summary>
    public string PolicyRevision => Snapshot.Policy.Revision;

    /// <summary>The tool that is called; null for anything but <c>tools/call</c>. At most 128 characters.</summary>
    public string? Tool => Message?.ToolName;

    /// <summary>The message; null for a request without one (GET and DELETE).</summary>
    internal Message? Message => _call.Message;

    /// <summary>The message's method; the HTTP method where there is no message.</summary>
    public string Method => _call.Message?.Method ?? _call.Context.Request.Method;

    /// <summary>The revision of the protocol that the request names, or is taken for: a caller's text. Null where it names none.</summary>
    public string? Revision => _call.Revision;

    /// <summary>The server's id of the session; null where the caller names none. A secret between caller and server.</summary>
    public string? SessionId => _call.SessionId;

    /// <summary>A value that this observer keeps with the call; null until set. Other observers do not see it.</summary>
    public object? State
    {
        get => _call.StateOf(_observer);
        set => _call.SetState(_observer, value);
    }
}
