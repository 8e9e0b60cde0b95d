using System.Collections.Frozen;
using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Gateway.Callers;

/// <summary>Who is calling, as an <see cref="ICallerResolver"/> says. Immutable.</summary>
public sealed class CallerIdentity
{
    private const int MaxIdLength = 256;

    /// <summary>Makes an identity.</summary>
    /// <param name="id">
    /// The id that limits count by, and that freezes, logs and records name: 1 to 256 visible ASCII characters. Not a secret. Callers with
    /// one id are one caller.
    /// </param>
    /// <param name="labels">What policies look at as <c>grant.labels.NAME</c>: strings, numbers and booleans. Default: none.</param>
    /// <param name="servers">
    /// The servers (ids of clusters) that the caller reaches. Default: null, for all. A server that is not named is denied as if it had no
    /// tool that the caller may use.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The id is no such text, or is <c>anonymous</c>, which stands for callers without an identity.
    /// </exception>
    public CallerIdentity(string id, IReadOnlyDictionary<string, PolicyValue>? labels = null, IReadOnlyCollection<string>? servers = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length is 0 or > MaxIdLength || id.AsSpan().ContainsAnyExceptInRange('!', '~') || id == Caller.Anonymous.GrantId)
            throw new ArgumentException($"Expected 1 to {MaxIdLength} visible ASCII characters, and not '{Caller.Anonymous.GrantId}'.",
                nameof(id));
        Caller = new Caller(id, labels is null ? FrozenDictionary<string, PolicyValue>.Empty
            : labels.ToFrozenDictionary(StringComparer.Ordinal));
        Servers = servers;
    }

    /// <summary>The id.</summary>
    public string Id => Caller.GrantId;

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, PolicyValue> Labels => Caller.Labels;

    /// <summary>The servers that the caller reaches; null for all.</summary>
    public IReadOnlyCollection<string>? Servers { get; }

    /// <summary>The caller as policies see it.</summary>
    internal Caller Caller { get; }
}
