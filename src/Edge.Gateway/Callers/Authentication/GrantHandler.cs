using System.Text.Encodings.Web;
using Edge.Gateway.Keys;
using Edge.Gateway.Rejections;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Edge.Gateway.Callers.Authentication;

/// <summary>
/// Authenticates callers by the tokens of grants. What is unknown and what has expired is answered alike. The framework's own lines about
/// each challenge are left out: <see cref="RejectionObservers"/> hear of it, and the log says it once.
/// </summary>
internal sealed class GrantHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, GrantCatalog grants, RejectionObservers rejections)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Edge";

    private const string Realm = "Bearer realm=\"edge\"";

    private static readonly Refusal Unauthenticated = Refusal.Request(
        RefusalReason.Unauthenticated,
        "Send a valid token of this proxy as a bearer token in the Authorization header, and nowhere else.",
        StatusCodes.Status401Unauthorized);

    private static readonly Task<AuthenticateResult> Refused =
        Task.FromResult(AuthenticateResult.Fail("The token is not one that may enter."));

    private static readonly Task<AuthenticateResult> Missing = Task.FromResult(AuthenticateResult.NoResult());

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = BearerToken.Of(Request.Headers.Authorization);
        if (token.IsEmpty)
            return Missing;
        Span<byte> hash = stackalloc byte[AccessToken.HashBytes];
        if (!AccessToken.TryHash(token, hash) || grants.Current.Find(hash) is not { } grant || grant.IsExpired(TimeProvider.GetUtcNow()))
            return Refused;

        // The query goes on to the server and into logs that are not ours; a token that stands there too is given away (RFC 6750, section
        // 5.3).
        if (Request.QueryString.Value.AsSpan().Contains(token, StringComparison.Ordinal))
            return Refused;
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(grant.Principal, Scheme)));
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = BearerToken.Of(Request.Headers.Authorization).IsEmpty ? Realm
            : $"{Realm}, error=\"invalid_token\"";
        rejections.Rejected(Context, Unauthenticated);
        return RefusalWriter.WriteAsync(Context, Unauthenticated, default);
    }
}
