using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Policy.Calls;

namespace Edge.Gateway.Callers;

/// <summary>An identity that may use Edge: its tokens, the servers it reaches, its labels. Immutable.</summary>
internal sealed class Grant
{
    private readonly FrozenDictionary<string, GrantServer> _servers;

    /// <summary>Makes a grant.</summary>
    public Grant(Caller caller, DateTimeOffset? expires, ImmutableArray<byte[]> tokenHashes,
        FrozenDictionary<string, GrantServer> servers) =>
        (Caller, Expires, TokenHashes, _servers) = (caller, expires, tokenHashes, servers);

    /// <summary>What policies look at: id and labels.</summary>
    public Caller Caller { get; }

    /// <summary>The name in the grants file.</summary>
    public string Id => Caller.GrantId;

    /// <summary>From when on its tokens are refused; null for never.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>The SHA-256 hashes of its tokens.</summary>
    public ImmutableArray<byte[]> TokenHashes { get; }

    /// <summary>Whether its tokens are refused at <paramref name="now"/>.</summary>
    public bool IsExpired(DateTimeOffset now) => Expires <= now;

    /// <summary>The ways to every server that it reaches, in no order.</summary>
    public IReadOnlyList<GrantServer> Servers => _servers.Values;

    /// <summary>The way to a server; null when the grant does not name it.</summary>
    public GrantServer? WayTo(string server) => _servers.GetValueOrDefault(server);
}
