using System.Collections.Concurrent;

namespace Edge.Gateway.Calls;

/// <summary>
/// The names of tools that the servers' answers to <c>tools/list</c> had, the first <see cref="MaxListed"/> of each server. Thread-safe.
/// </summary>
internal sealed class ListedTools
{
    /// <summary>How many listed names are known of one server at most.</summary>
    public const int MaxListed = 1_000;

    // Servers are those of the configuration, so this is bounded too.
    private readonly ConcurrentDictionary<string, Listed> _servers = new(StringComparer.Ordinal);

    /// <summary>Takes the names that a server's lists have.</summary>
    public Action<string> ListedBy(string server) => _servers.GetOrAdd(server, static _ => new Listed()).Add;

    /// <summary>Whether a server's lists had a name.</summary>
    public bool Has(string server, string tool) => _servers.TryGetValue(server, out var listed) && listed.Has(tool);

    /// <summary>The names that a server's lists had, sorted.</summary>
    public IReadOnlyList<string> NamesOf(string server) => _servers.TryGetValue(server, out var listed) ? listed.Names : [];

    private sealed class Listed
    {
        private readonly ConcurrentDictionary<string, bool> _tools = new(StringComparer.Ordinal);
        private readonly Lock _gate = new();

        public Listed() => Add = Learn;

        public Action<string> Add { get; }

        public IReadOnlyList<string> Names => [.. _tools.Keys.Order(StringComparer.Ordinal)];

        public bool Has(string tool) => _tools.ContainsKey(tool);

        private void Learn(string tool)
        {
            if (_tools.ContainsKey(tool))
                return;
            lock (_gate)
            {
                if (_tools.Count < MaxListed)
                    _tools.TryAdd(tool, true);
            }
        }
    }
}
