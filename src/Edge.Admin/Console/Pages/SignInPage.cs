using Edge.Admin.Console.Html;
using Edge.Admin.Sessions;
using Edge.Admin.Users;

namespace Edge.Admin.Console.Pages;

/// <summary>Exchanges a user's token for a session, and ends one.</summary>
internal static partial class SignInPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/sign-in";

    private const string TokenField = "token";
    private const string BackField = "to";

    /// <summary>The sign-in that leads back to what was asked for.</summary>
    public static Address AddressFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? Address.To($"/sign-in?to={request.Path + request.QueryString}") : Address.To($"/sign-in");

    /// <summary>The page.</summary>
    public static IResult Show(HttpRequest request, AdminUsers users) =>
        Page(users, Address.Back(request.Query[BackField]), null, StatusCodes.Status200OK);

    /// <summary>Looks at the token, and opens a session.</summary>
    public static async Task<IResult> SignInAsync(HttpContext context, AdminUsers users, UserTokens tokens, AdminSessions sessions,
        SessionCookie cookies, SignInLimit limit, ILoggerFactory logs)
    {
        if (!context.Request.HasFormContentType)
            return new AdminProblem(StatusCodes.Status415UnsupportedMediaType, "content_type", "Send a form.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = Address.Back(form[BackField]);
        var address = context.Connection.RemoteIpAddress;
        // The right token is heard whatever was tried before: an agent on this machine must not be able to keep people out.
        if (form[TokenField] is not [{ Length: > 0 } token] || tokens.Find(token.Trim()) is not { } user)
        {
            if (!limit.Allows(address))
            {
                context.Response.Headers.RetryAfter = "60";
                return Page(users, back, "There were too many wrong tokens: wait a minute, then try again.",
                    StatusCodes.Status429TooManyRequests);
            }

            limit.Failed(address);
            Log.Refused(logs.CreateLogger("Edge.Admin.Sessions"), address);
            return Page(users, back, "This token is no user's.", StatusCodes.Status401Unauthorized);
        }

        // A user who was signed in with this browser before is signed out.
        if (sessions.Find(cookies.Of(context.Request)) is { } old)
            sessions.End(old);
        var (cookie, session) = sessions.Open(user);
        cookies.Set(context, cookie, session);
        Log.SignedIn(logs.CreateLogger("Edge.Admin.Sessions"), user.Name, address);
        context.Response.Headers.Location = $"{back.Text.Split('#')[0]}{Csrf.Fragment}{session.Csrf}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Ends the session.</summary>
    public static IResult SignOut(HttpContext context, AdminSessions sessions, SessionCookie cookies)
    {
        if (context.Features.Get<AdminSession>() is { } session)
            sessions.End(session);
        cookies.Remove(context);
        return SeeOther(context, Address.To($"/sign-in"));
    }

    /// <summary>Leads on with a GET, whatever was sent.</summary>
    public static IResult SeeOther(HttpContext context, Address address)
    {
        context.Response.Headers.Location = address.Text;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static HtmlPage Page(AdminUsers users, Address back, string? mistake, int status) => new("Sign in", Markup.Of($"""
        <section class="card narrow sign-in">
        <h1><img src="/assets/icon.svg" alt="" width="28" height="28"> Edge</h1>
        {Markup.If(users.AreNone,
            () => Markup.Of($"""<p class="banner ask">This Edge has no users yet. <code>edge user new NAME --role admin</code> makes one: """
                + $"""it prints a token, and the entry for <code>Edge:Admin:Users</code>.</p>"""))}
        <form method="post" action="/sign-in">
        <input type="hidden" name="to" value="{back.Text}">
        <label for="token">Your token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required autofocus
        aria-describedby="hint">
        <p id="hint" class="hint">The one that <code>edge user new</code> printed. It is exchanged for a session and not kept.</p>
        {Markup.If(mistake is not null, () => Markup.Of($"""<p class="banner deny" role="alert">{mistake}</p>"""))}
        <button class="primary">Sign in</button>
        </form>
        </section>
        """))
    { Status = status };

    private static partial class Log
    {
        [LoggerMessage(430, LogLevel.Information, "User '{User}' signed in from {Address}.", EventName = nameof(SignedIn))]
        public static partial void SignedIn(ILogger logger, string user, System.Net.IPAddress? address);

        [LoggerMessage(431, LogLevel.Warning, "Sign-in with an unknown token from {Address}.", EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, System.Net.IPAddress? address);
    }
}
