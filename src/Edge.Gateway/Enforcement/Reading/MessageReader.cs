using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Gateway.Enforcement.Reading;

/// <summary>
/// Reads what an exchange is about: the body, bounded; the message, strictly; the revision, and the headers that mirror the message.
/// Thread-safe.
/// </summary>
internal sealed class MessageReader(WireOptions options, RequestBodyReader bodies, LargeMessages large, MessageParser parser,
    RevisionRules revisions, SessionIds sessions, ReturnedCalls returned)
{
    private readonly DefaultObjectPool<MessageFacts> _pool = new(new MessageFacts.Pooling(), maximumRetained: 1024);

    /// <summary>Reads a request, and puts what was read into the exchange; the scope holds what that takes.</summary>
    /// <returns>Why there is nothing to decide on; null where there is.</returns>
    public async ValueTask<Refusal?> ReadAsync(CallContext exchange, CallScope scope)
    {
        var request = exchange.Context.Request;
        if (request.Method != HttpMethods.Post)
            return await bodies.RefuseAnyAsync(exchange.Context) ?? ReadTransport(exchange);

        var reading = await ReadBodyAsync(exchange);
        if (reading.Body is not { } body)
            return reading.Refusal;
        scope.Hold(body);
        // The bytes may have been found ready on a socket's thread, where others wait while these are read.
        if (body.Length > SegmentPool.MaxSegmentBytes)
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var facts = _pool.Get();
        scope.Hold(facts);
        var unreadable = await ParseAsync(exchange, body, facts.Message);
        return ReadMessage(exchange, scope, new ReadMessage { Body = body, Facts = facts }, unreadable);
    }

    /// <summary>Takes back the facts that reading lent. They, and the call that they belong to, must not be used any more.</summary>
    public void Return(MessageFacts facts) => _pool.Return(facts);

    private Refusal? ReadTransport(CallContext exchange)
    {
        var read = default(ReadMessage);
        var headers = exchange.Context.Request.Headers;
        var refusal = AuthorizationDocuments.AreAskedBy(exchange.Context.Request)
            ? null
            : Note(ref read, revisions.CheckWithoutMessage(headers)) ?? OpenSession(exchange, ref read);
        exchange.WasRead(read);
        return refusal;
    }

    private Refusal? ReadMessage(CallContext exchange, CallScope scope, ReadMessage read, Refusal? unreadable)
    {
        var headers = exchange.Context.Request.Headers;
        var refusal = unreadable is not null
            ? Refuse(headers, ref read, unreadable)
            : Note(ref read, revisions.Check(headers, read.Facts!.Message)) ?? OpenSession(exchange, ref read)
                ?? TakeBack(exchange, scope, ref read);
        exchange.WasRead(read);
        return refusal;
    }

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
    private Refusal? OpenSession(CallContext exchange, ref ReadMessage read)
    {
        if (read.IsModern || read.Facts?.Message.Method == Methods.Initialize
            || exchange.Context.Request.Headers[McpHeaders.SessionId].ToString() is not { Length: > 0 } sent)
            return null;
        read = read with { SessionId = sessions.Open(sent, exchange.Route.Server, exchange.Caller.GrantId) };
        return read.SessionId is null ? Refusals.UnknownSession : null;
    }

    // What a caller brings back of a question of Edge's is cut out first; what is left is a new message, and held to every rule again.
    private Refusal? TakeBack(CallContext exchange, CallScope scope, ref ReadMessage read)
    {
        var message = read.Facts!.Message;
        if (!read.IsModern || !message.RequestState.IsString)
            return null;
        return returned.Take(exchange, scope, ref read)
            ?? (read.Returned is null ? null : Note(ref read, revisions.Check(exchange.Context.Request.Headers, message)));
    }

    // A method that the message's revision no longer has is unknown there, whatever it acts on; a client that asks for it by its name alone
    // is told so, once headers and body agree on the revision.
    private Refusal Refuse(IHeaderDictionary headers, ref ReadMessage read, Refusal unreadable)
    {
        var message = read.Facts!.Message;
        if (unreadable != Refusals.Uri || message.Facts is not { IsLegacyOnly: true })
            return unreadable;
        return Note(ref read, revisions.Check(headers, message)) ?? (read.IsModern ? Refusals.RemovedMethod : unreadable);
    }

    private static Refusal? Note(ref ReadMessage read, RevisionVerdict verdict)
    {
        read = read with { Revision = verdict.Revision, IsModern = verdict.IsModern };
        return verdict.Refusal;
    }
}
