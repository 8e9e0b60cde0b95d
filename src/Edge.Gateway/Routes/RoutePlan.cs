using System.Globalization;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;

namespace Edge.Gateway.Routes;

/// <summary>What a route's metadata tells Edge, read once for each configuration of the route. Immutable.</summary>
/// <param name="Server">The server's name: the cluster's id.</param>
/// <param name="PolicyName">The policy that rules the route.</param>
/// <param name="CredentialIsIdentity">
/// Whether the caller's own credential tells callers apart, because the server refuses unknown ones.
/// </param>
/// <param name="MaxRequestBytes">The route's own bound for a body; null for the general one.</param>
/// <param name="UnknownTool">The name of the template that answers for tools that the caller shall not know.</param>
internal sealed record RoutePlan(string Server, string PolicyName, bool CredentialIsIdentity, long? MaxRequestBytes, string UnknownTool)
{
    /// <summary>Metadata: the policy's name. Required.</summary>
    public const string PolicyKey = "Edge.Policy";

    /// <summary>Metadata: <c>credential</c> or <c>anonymous</c>.</summary>
    public const string IdentityKey = "Edge.Identity";

    /// <summary>Metadata: the route's own <c>MaxRequestBytes</c>.</summary>
    public const string MaxRequestBytesKey = "Edge.MaxRequestBytes";

    /// <summary>Metadata: the unknown-tool template.</summary>
    public const string UnknownToolKey = "Edge.UnknownTool";

    /// <summary>Whether a route is Edge's: its metadata name a policy, even an unknown one.</summary>
    public static bool HasPolicy(RouteConfig route) => route.Metadata?.ContainsKey(PolicyKey) == true;

    private static readonly ConditionalWeakTable<RouteConfig, RoutePlan> Plans = [];

    /// <summary>The plan of a route whose metadata were validated. Thread-safe; one instance for each configuration.</summary>
    public static RoutePlan Of(RouteConfig route) => Plans.GetValue(route, static r => Read(r));

    private static RoutePlan Read(RouteConfig route)
    {
        var metadata = route.Metadata ?? throw new InvalidOperationException("A route without metadata passed validation.");
        return new RoutePlan(
            route.ClusterId ?? throw new InvalidOperationException("A route without a cluster passed validation."),
            metadata[PolicyKey],
            metadata.TryGetValue(IdentityKey, out var identity) && identity == "credential",
            metadata.TryGetValue(MaxRequestBytesKey, out var max) ? long.Parse(max, NumberStyles.None, CultureInfo.InvariantCulture) : null,
            metadata.TryGetValue(UnknownToolKey, out var template) ? template : "rpc");
    }
}
