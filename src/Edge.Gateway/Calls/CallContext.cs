using System.Diagnostics;
using Edge.Gateway.Callers;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Gateway.Calls;

/// <summary>
/// One HTTP exchange under enforcement: what was read, what was decided, how it was forwarded and what was answered. Made by the pipeline
/// step, found by the transforms through the request's features. Each part is put here once, by the step that made it; what is held is
/// held by <see cref="CallScope"/>. Not thread-safe; it belongs to its request.
/// </summary>
internal sealed class CallContext(HttpContext context, RoutePlan route, GrantAccess access, RequestTimes? times = null)
{
    private int _observers;
    private object?[]? _states;
    private ReadMessage? _read;
    private Verdict? _verdict;

    /// <summary>The HTTP request and its answer.</summary>
    public HttpContext Context { get; } = context;

    /// <summary>What the route's metadata says.</summary>
    public RoutePlan Route { get; } = route;

    /// <summary>The policy as it was when the request came: one, to the end.</summary>
    public PolicySnapshot Snapshot { get; } = access.Policy.Current;

    /// <summary>What the caller may do here.</summary>
    public GrantAccess Access { get; } = access;

    /// <summary>Who is calling.</summary>
    public Caller Caller => Access.Caller;

    /// <summary>The body as read, which is the body that is sent; null for GET and DELETE, and until it was read.</summary>
    public RequestBody? Body => _read?.Body;

    /// <summary>What was read of the message; null for GET and DELETE, and until it was read.</summary>
    public MessageFacts? Facts => _read?.Facts;

    /// <summary>The message; null for GET and DELETE, and until it was read.</summary>
    public Message? Message => Facts?.Message;

    /// <summary>The revision of the protocol that the request names, or is taken for; a caller's text.</summary>
    public string? Revision => _read?.Revision;

    /// <summary>Whether the rules of 2026-07-28 hold.</summary>
    public bool IsModern => _read is { IsModern: true };

    /// <summary>The id that an answer repeats: a request's; absent where there is none.</summary>
    public JsonRpcId AnswerId => Message?.AnswerId ?? default;

    /// <summary>The server's id of the session that the caller names; null where it names none, or has none to name.</summary>
    public string? SessionId => _read?.SessionId;

    /// <summary>What the caller brought back of a question of Edge's; null where it brought nothing.</summary>
    public ReturnedCall? Returned => _read?.Returned;

    /// <summary>What was decided; null until it was.</summary>
    public Decision? Decision => _verdict?.Decision;

    /// <summary>The decision's id, in the denial, the span and the log line; empty until it was decided.</summary>
    public string DecisionId => _verdict?.Id ?? "";

    /// <summary>The approval that speaks for the call; null where none was asked for.</summary>
    public CallApproval? Approval => _verdict?.Approval;

    /// <summary>What the call holds of its limits, or why it holds nothing; null where no limit was asked.</summary>
    public CallLease? Lease => _verdict?.Lease;

    /// <summary>How it is forwarded; null until it was handed on, and where it is not.</summary>
    public CallForwarding? Forwarding { get; private set; }

    /// <summary>The server's answer, whatever its status; null until it began.</summary>
    public ServerAnswer? ServerAnswer { get; private set; }

    /// <summary>What Edge answered in the server's place; null where the server's answer passed.</summary>
    public OwnAnswer? OwnAnswer { get; private set; }

    /// <summary>Where the time of the request goes; null when nobody listens.</summary>
    public RequestTimes? Times { get; } = times;

    /// <summary>Whether observers were told that it started.</summary>
    public bool IsObserved { get; private set; }

    /// <summary>When its message was read, as a timestamp of the clock.</summary>
    public long StartedAt { get; private set; }

    /// <summary>When its decision began to be taken, as a timestamp of the clock.</summary>
    public long DecidingAt { get; private set; }

    /// <summary>When it was decided, as a timestamp of the clock; null where it was not.</summary>
    public long? DecidedAt { get; private set; }

    /// <summary>The trace that it belongs to; the default where nobody traces.</summary>
    public ActivityTraceId TraceId { get; private set; }

    /// <summary>Whether the answer has no end of its own: a GET stream, or a subscription.</summary>
    public bool IsOpenEnded => Message is null || Message.Method == Methods.SubscriptionsListen;

    /// <summary>It was read.</summary>
    /// <exception cref="InvalidOperationException">It was read before.</exception>
    public void WasRead(in ReadMessage read) =>
        _read = _read is null ? read : throw new InvalidOperationException("A call is read once.");

    /// <summary>It was decided.</summary>
    /// <exception cref="InvalidOperationException">It was decided before.</exception>
    public void WasDecided(in Verdict verdict) =>
        _verdict = _verdict is null ? verdict : throw new InvalidOperationException("A call is decided once.");

    /// <summary>It was handed on to be forwarded.</summary>
    /// <exception cref="InvalidOperationException">It was handed on before.</exception>
    public void WasHandedOn(CallForwarding forwarding) =>
        Forwarding = Forwarding is null ? forwarding : throw new InvalidOperationException("A call is forwarded once.");

    /// <summary>The server's answer began.</summary>
    /// <exception cref="InvalidOperationException">It began before.</exception>
    public void ServerAnswers() =>
        ServerAnswer = ServerAnswer is null ? new(Lease) : throw new InvalidOperationException("A server answers a call once.");

    /// <summary>Edge answers in the server's place. An answer that could not be begun is replaced by the one that says so.</summary>
    public void EdgeAnswers(OwnAnswer answer) => OwnAnswer = answer;

    /// <summary>It is observed from now on.</summary>
    /// <param name="observers">How many observers there are.</param>
    /// <param name="now">The time, as a timestamp of the clock.</param>
    public void Observe(int observers, long now) => (_observers, IsObserved, StartedAt, DecidingAt) = (observers, true, now, now);

    /// <summary>It belongs to a trace.</summary>
    public void Trace(ActivityTraceId trace) => TraceId = trace;

    /// <summary>It waited, and is decided again.</summary>
    /// <param name="now">The time, as a timestamp of the clock.</param>
    public void DecideAgain(long now) => DecidingAt = now;

    /// <summary>It was decided, and its observers are told so.</summary>
    /// <param name="now">The time, as a timestamp of the clock.</param>
    public void Decided(long now) => DecidedAt = now;

    /// <summary>What an observer keeps with it; null for nothing.</summary>
    public object? StateOf(int observer) => _states?[observer];

    /// <summary>Keeps something for an observer. Memory for it is made with the first.</summary>
    public void SetState(int observer, object? state) => (_states ??= new object?[_observers])[observer] = state;
}
