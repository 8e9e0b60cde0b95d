using System.Security.Claims;
using System.Text.Encodings.Web;
using Edge.Admin.Console.Pages;
using Edge.Admin.Sessions;
using Edge.Admin.Users;
using Edge.Gateway.Callers.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Edge.Admin;

/// <summary>
/// Knows users by the token in <c>Authorization: Bearer</c> (RFC 6750), or by the cookie of a session, which changes something only
/// together with the session's word against forged requests; and by nothing else. The framework's own lines, two for each request that it
/// turns away, are left out: <see cref="UnknownTokens"/> says it in sums.
/// </summary>
internal sealed class AdminTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, AdminUsers users, UserTokens tokens, UnknownTokens unknown,
    AdminSessions sessions, SessionCookie cookies)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "AdminToken";

    private static readonly AdminProblem Forged = new(
        StatusCodes.Status403Forbidden,
            "csrf", $"A change with a session's cookie needs the session's word in the header {Csrf.Header}: sign in again, or send a "
                + $"token.");

    private bool _isForged;

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A request with a token means the token: a cookie beside it says nothing.
        if (Request.Headers.Authorization.Count > 0)
        {
            if (tokens.Find(BearerToken.Of(Request.Headers.Authorization)) is { } user)
                return Success(user);
            unknown.Add(Context);
            return AuthenticateResult.Fail("The token is nobody's.");
        }

        if (sessions.Find(cookies.Of(Request)) is not { } session)
            return AuthenticateResult.NoResult();
        if (!await Csrf.AllowsAsync(Request, session))
        {
            _isForged = true;
            return AuthenticateResult.Fail("The session's word is missing.");
        }

        Context.Features.Set(session);
        return Success(session.User);
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isForged)
            return AnswerAsync(Forged);
        if (ConsoleRequests.IsPage(Request))
        {
            Response.Redirect(SignInPage.AddressFor(Request).Text);
            return Task.CompletedTask;
        }

        var sentOne = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = sentOne ? "Bearer realm=\"edge admin\", error=\"invalid_token\"" : "Bearer realm=\"edge admin\"";
        var problem = users.AreNone
            ? new AdminProblem(StatusCodes.Status401Unauthorized, "no_users",
            "This Edge has no users yet: 'edge user new NAME --role admin' makes one.")
            : sentOne
                ? new AdminProblem(StatusCodes.Status401Unauthorized, "unknown_token", "This token is no user's: see Edge:Admin:Users.")
                : new AdminProblem(StatusCodes.Status401Unauthorized, "no_token",
                "Send a user's token in the header Authorization: Bearer.");
        return problem.ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? AdminRoles.Viewer;
        var role = Context.User.FindFirstValue(ClaimTypes.Role);
        return AnswerAsync(new AdminProblem(StatusCodes.Status403Forbidden,
            "role", $"This needs the role '{needed}'; '{Context.User.UserName()}' has the role '{role}'."));
    }

    private Task AnswerAsync(AdminProblem problem) =>
        ConsoleRequests.IsPage(Request) ? ErrorPage.For(problem).ExecuteAsync(Context) : problem.ExecuteAsync(Context);

    private static AuthenticateResult Success(AdminUser user)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Name), new Claim(ClaimTypes.Role, AdminRoles.Name(user.Role))],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
