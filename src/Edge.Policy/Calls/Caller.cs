using System.Collections.Frozen;
using Edge.Policy.Documents;

namespace Edge.Policy.Calls;

/// <summary>Who is calling: what a policy may look at of a grant. Immutable; one instance serves all calls of a grant.</summary>
/// <param name="GrantId">The grant's id, a keyed hash of the caller's own credential, or <c>anonymous</c>.</param>
/// <param name="Labels">The grant's labels.</param>
public sealed record Caller(string GrantId, FrozenDictionary<string, PolicyValue> Labels)
{
    /// <summary>The one caller of routes that know no identity: all share one count.</summary>
    public static Caller Anonymous { get; } = new("anonymous", FrozenDictionary<string, PolicyValue>.Empty);
}
