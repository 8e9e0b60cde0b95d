using System.Collections.Concurrent;
using Edge.Gateway.Calls;
using Edge.Mcp.Responses;

namespace Edge.Gateway.DecisionFeed;

/// <summary>
/// What was seen of every server since the start, from the messages forwarded to it: Edge sends none of its own. Thread-safe.
/// </summary>
internal sealed class ServerRecords(TimeProvider clock) : ICallObserver, IListObserver
{
    // Servers are those of the configuration, so this is bounded.
    private readonly ConcurrentDictionary<string, ServerRecord> _servers = new(StringComparer.Ordinal);

    /// <summary>Notes the end of a call; what was never forwarded says nothing of the server.</summary>
    public void Ended(EndedCall call)
    {
        // A caller who left says nothing of it either, unless it had answered.
        if (!call.WasForwarded || (!call.ServerAnswered && call.Fault is null))
            return;
        Of(call.Call.Server).Ended(clock.GetUtcNow(), call.Call.Revision, call.Fault);
    }

    /// <summary>A list of a server had an entry that nobody can be shown.</summary>
    public void Dropped(string server, InvalidEntry entry) => Of(server).Dropped(entry);

    /// <summary>What was seen of a server; null for nothing.</summary>
    public ServerSighting? Find(string server) => _servers.TryGetValue(server, out var record) ? record.Look() : null;

    private ServerRecord Of(string server) => _servers.GetOrAdd(server, static _ => new ServerRecord());
}
