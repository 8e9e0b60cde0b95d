using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Policy.Documents;

namespace Edge.Gateway.Callers.Files;

/// <summary>A grant as written. Immutable.</summary>
internal sealed record GrantDocument
{
    /// <summary>The grant's name.</summary>
    public required string Id { get; init; }

    /// <summary>The SHA-256 hashes of its tokens, 32 bytes each; at least one.</summary>
    public required ImmutableArray<byte[]> TokenHashes { get; init; }

    /// <summary>What conditions may look at.</summary>
    public required FrozenDictionary<string, PolicyValue> Labels { get; init; }

    /// <summary>From when on its tokens are refused; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The servers it reaches, in the order of the file.</summary>
    public required ImmutableArray<GrantServerDocument> Servers { get; init; }
}
