using Edge.Gateway.Keys;
using Edge.Gateway.Rejections;
using Edge.Gateway.Routes;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Callers.Authentication;

/// <summary>
/// Lets nobody on who shows no grant, or whom the host does not know. What is unknown and what has expired is answered alike. It looks at
/// Edge's routes only and leaves the host's own authentication alone. Thread-safe.
/// </summary>
internal sealed class CallerGate(
    RequestDelegate next, GrantCatalog grants, RejectionObservers rejections, TimeProvider clock, ICallerResolver? resolver = null)
{
    private const string Realm = "Bearer realm=\"edge\"";

    private static readonly Refusal Unauthenticated = Refusal.Request(
        RefusalReason.Unauthenticated,
        "Send a valid token of this proxy as a bearer token in the Authorization header, and nowhere else.",
        StatusCodes.Status401Unauthorized);

    private static readonly Refusal Unknown = Refusal.Request(
        RefusalReason.Unauthenticated, "Sign in as this host asks for it: the caller is not known.", StatusCodes.Status401Unauthorized);

    /// <summary>Passes or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Tokens of grants come from an operator: there is no authorization server to be found (wire.md, Responses).
        if (AuthorizationDocuments.AreAskedBy(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (resolver is not null)
            return ResolveAsync(context, resolver);
        var token = BearerToken.Of(context.Request.Headers.Authorization);
        if (Find(token, context) is { } grant)
        {
            context.Features.Set(grant);
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = token.IsEmpty ? Realm : $"{Realm}, error=\"invalid_token\"";
        return RefuseAsync(context, Unauthenticated);
    }

    private async Task ResolveAsync(HttpContext context, ICallerResolver resolver)
    {
        if (await resolver.ResolveAsync(context) is not { } caller)
        {
            await RefuseAsync(context, Unknown);
            return;
        }

        context.Features.Set(caller);
        await next(context);
    }

    private Grant? Find(ReadOnlySpan<char> token, HttpContext context)
    {
        if (token.IsEmpty)
            return null;
        Span<byte> hash = stackalloc byte[AccessToken.HashBytes];
        if (!AccessToken.TryHash(token, hash) || grants.Current.Find(hash) is not { } grant || grant.IsExpired(clock.GetUtcNow()))
            return null;
        // The query goes on to the server and into logs that are not ours; a token that stands there too is given away (RFC 6750, section
        // 5.3).
        return context.Request.QueryString.Value.AsSpan().Contains(token, StringComparison.Ordinal) ? null : grant;
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        rejections.Rejected(context, refusal);
        return RefusalWriter.WriteAsync(context, refusal, default);
    }
}
