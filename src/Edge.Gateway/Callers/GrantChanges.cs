using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Reloading;
using Edge.Policy.Documents;

namespace Edge.Gateway.Callers;

/// <summary>Which grants are others from one snapshot to the next. Pure.</summary>
internal static class GrantChanges
{
    /// <summary>Those that came, went or are not what they were, by id.</summary>
    public static IReadOnlyList<GrantChange> Between(GrantSnapshot before, GrantSnapshot after)
    {
        var old = before.Grants.ToDictionary(grant => grant.Id, StringComparer.Ordinal);
        var current = after.Grants.ToDictionary(grant => grant.Id, StringComparer.Ordinal);
        return
        [
            .. current.Keys.Where(id => !old.ContainsKey(id)).Select(id => new GrantChange(GrantChangeKind.Added, id))
                .Concat(old.Keys.Where(id => !current.ContainsKey(id)).Select(id => new GrantChange(GrantChangeKind.Removed, id)))
                .Concat(current.Where(grant => old.TryGetValue(grant.Key, out var was) && !IsSame(was, grant.Value))
                    .Select(grant => new GrantChange(GrantChangeKind.Changed, grant.Key)))
                .OrderBy(change => change.Grant, StringComparer.Ordinal),
        ];
    }

    private static bool IsSame(Grant was, Grant now) =>
        was.Expires == now.Expires
        && was.TokenHashes.Select(Convert.ToHexString).Order(StringComparer.Ordinal)
            .SequenceEqual(now.TokenHashes.Select(Convert.ToHexString).Order(StringComparer.Ordinal))
        && was.Caller.Labels.Count == now.Caller.Labels.Count
        && was.Caller.Labels.All(label =>
            now.Caller.Labels.TryGetValue(label.Key, out var value) && PolicyValueEquality.Same(label.Value, value))
        && was.Servers.Count == now.Servers.Count
        && was.Servers.All(way => now.WayTo(way.Server) is { } other && IsSame(way, other));

    private static bool IsSame(GrantServer was, GrantServer now) =>
        was.Server == now.Server && was.Policy == now.Policy && IsSame(was.Credential, now.Credential);

    private static bool IsSame(Credential? was, Credential? now) => was?.Header == now?.Header && was?.Value == now?.Value;
}
