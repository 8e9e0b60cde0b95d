using System.Globalization;
using Edge.Gateway.Enforcement.Denials;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Gateway.Settings;
using Edge.Mcp;
using Edge.Policy.Text;
using Yarp.ReverseProxy.Configuration;

namespace Edge.Gateway.Enforcement;

/// <summary>Refuses routes and clusters through which something could pass undecided. Every message names the object and the fix.</summary>
internal static class RouteValidator
{
    // Transforms that leave what was judged alone. Anything else may change body, method or mirrored headers behind the decision.
    private static readonly string[] HarmlessTransforms =
        ["PathPrefix", "PathRemovePrefix", "PathSet", "PathPattern", "RequestHeadersCopy", "RequestHeaderOriginalHost", "ResponseHeader",
        "ResponseHeaderRemove"];

    /// <summary>The metadata that Edge knows.</summary>
    public static readonly string[] KnownMetadata = [RoutePlan.PolicyKey, RoutePlan.IdentityKey, RoutePlan.MaxRequestBytesKey,
        RoutePlan.UnknownToolKey];

    /// <summary>The mistakes of a route.</summary>
    public static IEnumerable<RouteException> Validate(RouteConfig route, PolicyCatalog policies, WireOptions wire)
    {
        var at = $"ReverseProxy:Routes:{route.RouteId}";
        var metadata = route.Metadata ?? new Dictionary<string, string>();

        if (route.ClusterId is null)
            yield return new($"{at}:ClusterId", "route_no_cluster", $"route '{route.RouteId}' names no cluster: set {at}:ClusterId");

        var policyKey = $"{at}:Metadata:{RoutePlan.PolicyKey}";
        if (!metadata.TryGetValue(RoutePlan.PolicyKey, out var policy))
            yield return new(policyKey,
                "route_no_policy", $"route '{route.RouteId}' names no policy: set {policyKey} to {OneOf(policies.Names)}");
        else if (!policies.TryGet(policy, out _))
            yield return new(policyKey,
                "route_unknown_policy", $"route '{route.RouteId}' names the unknown policy '{policy}': set {policyKey} "
                    + $"to {OneOf(policies.Names)}{Spelling.Hint(policy, policies.Names)}");

        if (metadata.TryGetValue(RoutePlan.IdentityKey, out var identity) && identity is not ("credential" or "anonymous"))
            yield return Wrong(RoutePlan.IdentityKey, identity, "'credential' or 'anonymous'");
        if (metadata.TryGetValue(RoutePlan.MaxRequestBytesKey, out var max)
            && !(long.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            && bytes <= wire.MaxRequestBytes))
            yield return Wrong(RoutePlan.MaxRequestBytesKey,
                max, $"a number of bytes from 1 to Edge:Wire:MaxRequestBytes ({wire.MaxRequestBytes})");
        if (metadata.TryGetValue(RoutePlan.UnknownToolKey, out var template) && !UnknownToolTemplates.Names.Contains(template))
            yield return Wrong(RoutePlan.UnknownToolKey, template,
                OneOf(UnknownToolTemplates.Names) + Spelling.Hint(template, UnknownToolTemplates.Names));

        foreach (var key in metadata.Keys.Where(k => k.StartsWith("Edge.", StringComparison.OrdinalIgnoreCase)
            && !KnownMetadata.Contains(k, StringComparer.OrdinalIgnoreCase)))
            yield return new($"{at}:Metadata:{key}",
                "route_unknown_metadata", $"route '{route.RouteId}' has the unknown metadata '{key}'{Spelling.Hint(key, KnownMetadata)}");

        // A tree of paths would let GET and DELETE reach whatever else the server has there; no policy speaks of those.
        if (route.Match.Path is not { } path || path.Contains("{*", StringComparison.Ordinal)
            && !path.StartsWith(AuthorizationDocuments.WellKnownPrefix, StringComparison.Ordinal))
            yield return new($"{at}:Match:Path",
                "route_many_paths", $"route '{route.RouteId}' does not name one path: set {at}:Match:Path to where clients reach the "
                    + $"server, such as '/mcp'");
        // The framework's middleware, which counts by grant, would look at it.
        if (route.RateLimiterPolicy is { } limiter)
            yield return new($"{at}:RateLimiterPolicy",
                "route_rate_limiter", $"route '{route.RouteId}' has the rate limiter policy '{limiter}': remove RateLimiterPolicy; "
                    + $"Edge:Flood bounds every route, limits belong in the policy");

        foreach (var transform in route.Transforms ?? [])
        {
            if (!transform.Keys.Any(k => HarmlessTransforms.Contains(k, StringComparer.OrdinalIgnoreCase)))
                yield return new($"{at}:Transforms",
                    "route_unsafe_transform", $"route '{route.RouteId}' has the transform '{transform.Keys.FirstOrDefault()}', which "
                        + $"could change what was judged: use only {OneOf(HarmlessTransforms)}");
        }

        RouteException Wrong(string key, string found, string expected) =>
            new($"{at}:Metadata:{key}",
            "route_wrong_metadata", $"route '{route.RouteId}' has '{found}' as {key}: set {at}:Metadata:{key} to {expected}");
    }

    /// <summary>The mistakes of a cluster.</summary>
    public static IEnumerable<RouteException> Validate(ClusterConfig cluster, IListenerAddresses own)
    {
        var at = $"ReverseProxy:Clusters:{cluster.ClusterId}";
        // 'HashCookie' is also what YARP takes when no policy is named.
        // YARP's cookies would not reach callers: Set-Cookie stays behind.
        if (cluster.SessionAffinity is { Enabled: true } affinity
            && !string.Equals(affinity.Policy, "CustomHeader", StringComparison.OrdinalIgnoreCase))
            yield return new($"{at}:SessionAffinity:Policy",
                "cluster_affinity", $"cluster '{cluster.ClusterId}' uses the session affinity '{affinity.Policy ?? "HashCookie"}', "
                    + $"whose cookie does not reach callers: choose 'CustomHeader'");
        if (cluster.HttpRequest?.AllowResponseBuffering == true)
            yield return new($"{at}:HttpRequest:AllowResponseBuffering",
                "cluster_buffering", $"cluster '{cluster.ClusterId}' allows response buffering, which would hold back streams: remove "
                    + $"AllowResponseBuffering");
        // YARP's probes are requests that nothing decided: the last lock refuses them, and every server would count as down.
        if (cluster.HealthCheck?.Active?.Enabled == true)
            yield return new($"{at}:HealthCheck:Active:Enabled",
                "cluster_probes", $"cluster '{cluster.ClusterId}' has active health checks, whose probes carry no decision and are not "
                    + $"sent: remove HealthCheck:Active");
        foreach (var (name, destination) in cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            if (Validate(cluster.ClusterId, destination.Address, own) is { } mistake)
                yield return new($"{at}:Destinations:{name}:Address", mistake.Code, mistake.Message);
        }
    }

    /// <summary>The mistake of a cluster that serves routes with a policy and routes without one; null if it does not.</summary>
    public static RouteException? ValidateMixed(string cluster, IReadOnlyList<RouteConfig> routes)
    {
        var (ruled, open) = (routes.FirstOrDefault(RoutePlan.HasPolicy), routes.FirstOrDefault(route => !RoutePlan.HasPolicy(route)));
        if (ruled is null || open is null)
            return null;
        var key = $"ReverseProxy:Routes:{open.RouteId}:Metadata:{RoutePlan.PolicyKey}";
        return new(key,
            "cluster_mixed", $"cluster '{cluster}' serves route '{ruled.RouteId}' with a policy and route '{open.RouteId}' without one, "
            + $"which would lead past it: set {key}, or give route '{open.RouteId}' a cluster of its own");
    }

    // The address of a server: what may be a password in it is not repeated.
    private static (string Code, string Message)? Validate(string cluster, string address, IListenerAddresses own) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https")
            ? ("cluster_address", $"cluster '{cluster}' has no address of a server: expected one such as 'https://mcp.example.com/', "
            + $"found '{ShownAddress.Of(address)}'")
            : server.UserInfo.Length > 0
            ? ("cluster_address_credential", $"cluster '{cluster}' has a name or password in its address, which is never sent: set "
            + $"Edge:Servers:{cluster}:Credential instead")
            : own.Find(server) is { } listener
            ? ("cluster_leads_to_edge", $"cluster '{cluster}' leads to '{address}', where Edge itself listens ({listener}): set the "
            + $"address of the server")
            : null;

    private static string OneOf(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"'{w}'"));
}
