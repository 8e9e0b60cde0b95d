using Edge.Gateway.Callers;
using Edge.Policy.Freezes;
using Edge.Policy.Text;
using Yarp.ReverseProxy;

namespace Edge.Admin.Freezes;

/// <summary>What can be stopped: a stop button that takes a misspelled name in silence stops nothing. Thread-safe.</summary>
internal sealed class KnownTargets(IProxyStateLookup proxy, GrantCatalog grants)
{
    /// <summary>
    /// The problem with a name that nothing here has; null for none. Without a grants file no caller is known beforehand.
    /// </summary>
    public AdminProblem? Check(FreezeTarget target) => target.Scope switch
    {
        FreezeScope.Server => Check("server", target.Name!, proxy.GetClusters().Select(cluster => cluster.ClusterId)),
        FreezeScope.Grant when grants.IsInForce => Check("grant", target.Name!, grants.Current.Grants.Select(grant => grant.Id)),
        _ => null,
    };

    private static AdminProblem? Check(string what, string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        return names.Contains(name, StringComparer.Ordinal)
            ? null
            : new AdminProblem(
            StatusCodes.Status400BadRequest, $"unknown_{what}", $"There is no {what} '{name}' here{Spelling.Hint(name, names)}.");
    }
}
