using System.Security.Claims;
using System.Text.Encodings.Web;
using Edge.Grants;
using Edge.Grants.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Edge.Admin.Users;

/// <summary>Knows users by the token in <c>Authorization: Bearer</c> (RFC 6750), and by nothing else.</summary>
internal sealed class AdminTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AdminUsers users, GrantCatalog grants)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "AdminToken";

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (users.Find(BearerToken.Of(header)) is not { } user)
            return Task.FromResult(AuthenticateResult.Fail("The token is nobody's."));
        // An agent that holds it must not answer for its own calls.
        if (grants.Current.Find(user.TokenHash) is not null)
            return Task.FromResult(AuthenticateResult.Fail("The token is a grant's."));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Name), new Claim(ClaimTypes.Role, AdminRoles.Name(user.Role))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sentOne = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = sentOne ? "Bearer realm=\"edge admin\", error=\"invalid_token\"" : "Bearer realm=\"edge admin\"";
        var problem = users.AreNone
            ? new AdminProblem(StatusCodes.Status401Unauthorized, "no_users", "This Edge has no users yet: 'edge user new NAME --role admin' makes one.")
            : sentOne
                ? new AdminProblem(StatusCodes.Status401Unauthorized, "unknown_token", "This token is no user's: see Edge:Admin:Users.")
                : new AdminProblem(StatusCodes.Status401Unauthorized, "no_token", "Send a user's token in the header Authorization: Bearer.");
        await problem.ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? AdminRoles.Viewer;
        var role = Context.User.FindFirstValue(ClaimTypes.Role);
        return new AdminProblem(StatusCodes.Status403Forbidden, "role", $"This needs the role '{needed}'; '{Context.User.UserName()}' has the role '{role}'.")
            .ExecuteAsync(Context);
    }
}
