using System.Collections.Frozen;
using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Gateway.Callers;

/// <summary>
/// A caller that an <see cref="ICallerResolver"/> identified. Immutable and thread-safe; one instance can serve many requests.
/// </summary>
public sealed class CallerIdentity
{
    private const int MaxIdLength = 256;

    /// <summary>Creates an identity.</summary>
    /// <param name="id">
    /// The id by which limits count, and which freezes, logs and audit records name: 1 to 256 visible ASCII characters. Not a secret.
    /// Requests with the same id come from the same caller.
    /// </param>
    /// <param name="labels">
    /// The values that policies read as <c>grant.labels.NAME</c>: strings, numbers and booleans. Names are case-sensitive. Default: none.
    /// </param>
    /// <param name="servers">
    /// The servers (ids of clusters) that the caller may use. Default: null, for all. Calls to any other server are denied
    /// (<c>no_policy</c>).
    /// </param>
    /// <exception cref="ArgumentException">
    /// The id is not such a text, or is <c>anonymous</c>, which is the id of callers without an identity.
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

    /// <summary>The servers that the caller may use; null for all.</summary>
    public IReadOnlyCollection<string>? Servers { get; }

    /// <summary>The caller as policies see it.</summary>
    internal Caller Caller { get; }
}
