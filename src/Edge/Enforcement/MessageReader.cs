using Edge.Enforcement.Answers;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Enforcement;

/// <summary>Reads what an exchange is about: the body, bounded; the message, strictly; the revision, and the headers that mirror the message. Thread-safe.</summary>
internal sealed class MessageReader(WireOptions options, RequestBodyReader bodies, MessageParser parser, RevisionRules revisions)
{
    private readonly DefaultObjectPool<MessageFacts> _pool = new(new MessageFacts.Pooling(), maximumRetained: 1024);

    /// <summary>Reads into the exchange; the refusal if there is nothing to decide on.</summary>
    public async ValueTask<Refusal?> ReadAsync(Exchange exchange)
    {
        var request = exchange.Context.Request;
        if (request.Method != HttpMethods.Post)
            return AuthorizationAnswers.IsDocument(request) ? null : Note(exchange, revisions.CheckWithoutMessage(request.Headers));

        var reading = await bodies.ReadAsync(exchange.Context, exchange.Route.MaxRequestBytes ?? options.MaxRequestBytes);
        if (reading.Body is not { } body)
            return reading.Refusal;
        exchange.Body = body;
        exchange.Facts = _pool.Get();
        var message = exchange.Facts.Message;
        return parser.Parse(body.Bytes, message) ?? Note(exchange, revisions.Check(request.Headers, message));
    }

    /// <summary>Takes back what reading lent. The exchange must not be used any more.</summary>
    public void Return(Exchange exchange)
    {
        exchange.Body?.Dispose();
        if (exchange.Facts is { } facts)
            _pool.Return(facts);
        exchange.Facts = null;
        exchange.Body = null;
    }

    private static Refusal? Note(Exchange exchange, RevisionVerdict verdict)
    {
        exchange.Revision = verdict.Revision;
        exchange.IsModern = verdict.IsModern;
        return verdict.Refusal;
    }
}
