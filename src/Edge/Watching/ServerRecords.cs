using System.Collections.Concurrent;
using Edge.Enforcement;
using Edge.Mcp.Responses;

namespace Edge.Watching;

/// <summary>What was seen of every server since the start, from the messages forwarded to it: Edge sends none of its own. Thread-safe.</summary>
internal sealed class ServerRecords(TimeProvider clock)
{
    // Servers are those of the configuration, so this is bounded.
    private readonly ConcurrentDictionary<string, ServerRecord> _servers = new(StringComparer.Ordinal);

    /// <summary>Notes the end of an exchange; what was never forwarded says nothing of the server.</summary>
    public void Close(Exchange exchange)
    {
        // A caller who left says nothing of it either, unless it had answered.
        if (exchange.Pass is null || (!exchange.ServerAnswered && exchange.Fault is null))
            return;
        Of(exchange.Route.Server).Ended(clock.GetUtcNow(), exchange.Revision, exchange.Fault);
    }

    /// <summary>A list of a server had an entry that nobody can be shown.</summary>
    public void Dropped(string server, InvalidEntry entry) => Of(server).Dropped(entry);

    /// <summary>What was seen of a server; null for nothing.</summary>
    public ServerSighting? Find(string server) => _servers.TryGetValue(server, out var record) ? record.Look() : null;

    private ServerRecord Of(string server) => _servers.GetOrAdd(server, static _ => new ServerRecord());
}
