using System.Text;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Calls;

/// <summary>
/// Remembers the requests of sessions for ten minutes, because a server may repeat its answers on another stream (<c>Last-Event-ID</c>):
/// the newest 16,384 of them. Thread-safe.
/// </summary>
internal sealed class RememberedCalls(TimeProvider clock)
{
    private const int MaxCalls = 16_384;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, (RememberedCall? Call, long At)> _calls = [];
    private readonly Queue<(Key Key, long At)> _order = [];

    /// <summary>Remembers a request that is handed on, where its policy says anything about results.</summary>
    /// <remarks>
    /// An id that was used before, for a call whose answer may hold something else, belongs to no call any more: nobody could tell whose
    /// answer is repeated.
    /// </remarks>
    public void Remember(CallContext call)
    {
        var policy = call.Snapshot.Policy;
        if (policy.Results.ForUnknown is null || call.SessionId is not { } session
            || call.Message is not { Kind: MessageKind.Request } message)
            return;
        var key = new Key(call.Route.Server, session, Encoding.UTF8.GetString(message.AnswerId.Raw.Span));
        var remembered = RememberedCall.Of(policy, message);
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            Forget(now);
            _calls[key] = (_calls.TryGetValue(key, out var before) && before.Call != remembered ? null : remembered, now);
            _order.Enqueue((key, now));
        }
    }

    /// <summary>The request of that id; null where it is not known, or not known which.</summary>
    public RememberedCall? Find(string server, string session, ReadOnlySpan<byte> id)
    {
        lock (_gate)
        {
            Forget(clock.GetTimestamp());
            return _calls.TryGetValue(new Key(server, session, Encoding.UTF8.GetString(id)), out var found) ? found.Call : null;
        }
    }

    private void Forget(long now)
    {
        while (_order.TryPeek(out var oldest) && (_order.Count > MaxCalls || clock.GetElapsedTime(oldest.At, now) > Period))
        {
            _order.Dequeue();
            if (_calls.TryGetValue(oldest.Key, out var call) && call.At == oldest.At)
                _calls.Remove(oldest.Key);
        }
    }

    private readonly record struct Key(string Server, string Session, string Id);
}
