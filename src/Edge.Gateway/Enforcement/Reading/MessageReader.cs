using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Gateway.Enforcement.Reading;

/// <summary>Reads what an exchange is about: the body, bounded; the message, strictly; the revision, and the headers that mirror the message. Thread-safe.</summary>
internal sealed class MessageReader(WireOptions options, RequestBodyReader bodies, LargeMessages large, MessageParser parser, RevisionRules revisions, SessionIds sessions, ReturnedCalls returned)
{
    private readonly DefaultObjectPool<MessageFacts> _pool = new(new MessageFacts.Pooling(), maximumRetained: 1024);

    /// <summary>Reads into the exchange; the refusal if there is nothing to decide on.</summary>
    public async ValueTask<Refusal?> ReadAsync(CallContext exchange, CallScope scope)
    {
        var request = exchange.Context.Request;
        if (request.Method != HttpMethods.Post)
        {
            if (await bodies.RefuseAnyAsync(exchange.Context) is { } unexpected)
                return unexpected;
            return AuthorizationDocuments.AreAskedBy(request)
                ? null
                : Note(exchange, revisions.CheckWithoutMessage(request.Headers)) ?? OpenSession(exchange);
        }

        var reading = await ReadBodyAsync(exchange);
        if (reading.Body is not { } body)
            return reading.Refusal;
        scope.Hold(body);
        exchange.Body = body;
        // The bytes may have been found ready on a socket's thread, where others wait while these are read.
        if (body.Length > SegmentPool.MaxSegmentBytes)
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        exchange.Facts = _pool.Get();
        scope.Hold(exchange.Facts);
        var message = exchange.Facts.Message;
        return await ParseAsync(exchange, body, message) is { } unreadable
            ? Refuse(exchange, message, unreadable)
            : Note(exchange, revisions.Check(request.Headers, message)) ?? OpenSession(exchange) ?? TakeBack(exchange, scope);
    }

    /// <summary>Takes back the facts that reading lent. They, and the call that they belong to, must not be used any more.</summary>
    public void Return(MessageFacts facts) => _pool.Return(facts);

    private async ValueTask<Refusal?> ParseAsync(CallContext exchange, RequestBody body, Message message)
    {
        using var turn = await large.EnterAsync(body.Length, exchange.Context.RequestAborted);
        return parser.Parse(body.Bytes, message);
    }

    private ValueTask<BodyReading> ReadBodyAsync(CallContext exchange)
    {
        var began = exchange.Times?.Now ?? 0;
        var reading = bodies.ReadAsync(exchange.Context, exchange.Route.MaxRequestBytes ?? options.MaxRequestBytes);
        // A body that is there is copied; only one that is not is waited for.
        return reading.IsCompleted || exchange.Times is not { } times ? reading : times.WaitAsync(reading, began);
    }

    // An `initialize` has no session yet, and from 2026-07-28 on there are none: what a caller sends then is dropped, not judged.
    private Refusal? OpenSession(CallContext exchange)
    {
        if (exchange.IsModern || exchange.Message?.Method == Methods.Initialize
            || exchange.Context.Request.Headers[McpHeaders.SessionId].ToString() is not { Length: > 0 } sent)
            return null;
        exchange.SessionId = sessions.Open(sent, exchange.Route.Server, exchange.Caller.GrantId);
        return exchange.SessionId is null ? Refusals.UnknownSession : null;
    }

    // What a caller brings back of a question of Edge's is cut out first; what is left is a new message, and held to every rule again.
    private Refusal? TakeBack(CallContext exchange, CallScope scope)
    {
        if (!exchange.IsModern || !exchange.Message!.RequestState.IsString)
            return null;
        return returned.Take(exchange, scope)
            ?? (exchange.Returned is null ? null : Note(exchange, revisions.Check(exchange.Context.Request.Headers, exchange.Message)));
    }

    // A method that the message's revision no longer has is unknown there, whatever it acts on; a client that asks for it by its name alone
    // is told so, once headers and body agree on the revision.
    private Refusal Refuse(CallContext exchange, Message message, Refusal unreadable)
    {
        if (unreadable != Refusals.Uri || message.Facts is not { IsLegacyOnly: true })
            return unreadable;
        return Note(exchange, revisions.Check(exchange.Context.Request.Headers, message)) ?? (exchange.IsModern ? Refusals.RemovedMethod : unreadable);
    }

    private static Refusal? Note(CallContext exchange, RevisionVerdict verdict)
    {
        exchange.Revision = verdict.Revision;
        exchange.IsModern = verdict.IsModern;
        return verdict.Refusal;
    }
}
