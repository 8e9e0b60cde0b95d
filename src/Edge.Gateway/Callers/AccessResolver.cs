using Edge.Gateway.Callers.Authentication;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Policy.Calls;

namespace Edge.Gateway.Callers;

/// <summary>Says what the caller of a request may do on its route. Thread-safe.</summary>
internal sealed class AccessResolver(GrantCatalog grants, CredentialCallers callers, PolicyCatalog policies,
    ICallerResolver? resolver = null)
{
    /// <summary>The grants as they are now: another object after each change.</summary>
    public GrantSnapshot Grants => grants.Current;

    /// <summary>
    /// Whether the token that a request showed still belongs to the same grant, is in time, and leads to the route's server.
    /// </summary>
    public bool IsStillGood(HttpContext context, string grantId, string server, DateTimeOffset now)
    {
        if (!grants.IsInForce)
            return true;
        Span<byte> hash = stackalloc byte[AccessToken.HashBytes];
        return AccessToken.TryHash(BearerToken.Of(context.Request.Headers.Authorization), hash)
            && grants.Current.Find(hash) is { } grant && grant.Id == grantId && !grant.IsExpired(now)
            && grant.WayTo(server) is not null;
    }

    /// <summary>
    /// The access of the request's caller: resolved once, so that everything that asks sees the same of a request that has one route.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The route was not validated, or the request passed no authentication: it must not go on.
    /// </exception>
    public GrantAccess Of(HttpContext context, RoutePlan route)
    {
        if (context.Features.Get<GrantAccess>() is { } known)
            return known;
        var access = Resolve(context, route);
        context.Features.Set(access);
        return access;
    }

    private GrantAccess Resolve(HttpContext context, RoutePlan route)
    {
        if (!policies.TryGet(route.PolicyName, out var policy))
            throw new InvalidOperationException("A route without a policy passed validation.");
        if (resolver is not null)
        {
            var identity = context.Features.Get<CallerIdentity>()
                ?? throw new InvalidOperationException("A request without a caller passed the gate.");
            var reaches = identity.Servers is null || identity.Servers.Contains(route.Server, StringComparer.OrdinalIgnoreCase);
            var shown = reaches ? grants.Current.Credentials.GetValueOrDefault(route.Server) : null;
            return new GrantAccess(identity.Caller, policy, shown, IsByGrant: true, reaches);
        }

        if (grants.IsInForce)
        {
            var grant = context.Features.Get<Grant>()
                ?? throw new InvalidOperationException("A request without a grant passed authentication.");
            return grant.WayTo(route.Server) is { } way
                ? new GrantAccess(grant.Caller, way.Policy ?? policy, way.Credential, IsByGrant: true, ReachesServer: true)
                : new GrantAccess(grant.Caller, policy, null, IsByGrant: true, ReachesServer: false);
        }

        // A server that sees Edge's credential refuses no caller's: what callers send tells nobody apart then.
        var credential = grants.Current.Credentials.GetValueOrDefault(route.Server);
        var caller = credential is null ? callers.Resolve(context.Request.Headers.Authorization, route.CredentialIsIdentity)
            : Caller.Anonymous;
        return new GrantAccess(caller, policy, credential, IsByGrant: false,
            ReachesServer: true)
        { IsUnconfirmed = !callers.IsConfirmed(caller) };
    }
}
