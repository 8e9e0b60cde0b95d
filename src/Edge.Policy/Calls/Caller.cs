using System.Collections.Frozen;
using Edge.Policy.Documents;

namespace Edge.Policy.Calls;

/// <summary>The caller, as policies see it. Immutable; one instance serves all calls of a grant.</summary>
/// <param name="GrantId">
/// The id of the grant, or the id that an <c>ICallerResolver</c> returned; a keyed hash of the caller's own credential; or
/// <c>anonymous</c>.
/// </param>
/// <param name="Labels">The values that policies read as <c>grant.labels.NAME</c>.</param>
public sealed record Caller(string GrantId, FrozenDictionary<string, PolicyValue> Labels)
{
    /// <summary>The caller of routes without identities: all share one count.</summary>
    public static Caller Anonymous { get; } = new("anonymous", FrozenDictionary<string, PolicyValue>.Empty);
}
