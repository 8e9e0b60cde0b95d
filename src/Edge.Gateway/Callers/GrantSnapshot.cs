using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Keys;

namespace Edge.Gateway.Callers;

/// <summary>The grants and the servers' credentials as they are at one time. Immutable; a request takes its grant from one.</summary>
internal sealed class GrantSnapshot
{
    private readonly byte[] _hashes;
    private readonly Grant[] _owners;

    /// <summary>Makes a snapshot.</summary>
    /// <param name="content">Names the content that this was made of.</param>
    /// <param name="revision">The revision of the grants file, 12 hexadecimal digits; empty without one.</param>
    /// <param name="grants">The grants.</param>
    /// <param name="credentials">The servers' own credentials, by server.</param>
    public GrantSnapshot(string content, string revision, ImmutableArray<Grant> grants, FrozenDictionary<string, Credential> credentials)
    {
        (Content, ShortRevision, Grants, Credentials) = (content, revision, grants, credentials);
        _owners = [.. grants.SelectMany(g => g.TokenHashes.Select(_ => g))];
        _hashes = [.. grants.SelectMany(g => g.TokenHashes).SelectMany(h => h)];
    }

    /// <summary>Names the content that this was made of, secrets included.</summary>
    public string Content { get; }

    /// <summary>The revision of the grants file, 12 hexadecimal digits; empty without one.</summary>
    public string ShortRevision { get; }

    /// <summary>The grants, in the order of the file.</summary>
    public ImmutableArray<Grant> Grants { get; }

    /// <summary>The servers' own credentials, by server.</summary>
    public FrozenDictionary<string, Credential> Credentials { get; }

    /// <summary>The grant to which the token of this hash belongs, expired or not; null for none. Allocates nothing.</summary>
    public Grant? Find(ReadOnlySpan<byte> hash)
    {
        // Every candidate is compared whole, whichever matches: the time tells nothing of them.
        var found = 0;
        for (var i = 0; i < _owners.Length; i++)
        {
            var same = CryptographicOperations.FixedTimeEquals(hash, _hashes.AsSpan(i * AccessToken.HashBytes, AccessToken.HashBytes));
            found |= -Convert.ToInt32(same) & (i + 1);
        }

        return found == 0 ? null : _owners[found - 1];
    }
}
