using System.Security.Claims;
using System.Security.Principal;

namespace Edge.Gateway.Callers.Authentication;

/// <summary>A grant as ASP.NET sees it: an authenticated user whose name is the grant's id.</summary>
internal sealed class GrantIdentity(Grant grant) : ClaimsIdentity(new GenericIdentity(grant.Id, GrantHandler.Scheme))
{
    /// <summary>The grant.</summary>
    public Grant Grant { get; } = grant;

    /// <summary>The grant of a request; null when none was shown, or no grants file is in force.</summary>
    public static Grant? GrantOf(HttpContext context) => (context.User.Identity as GrantIdentity)?.Grant;
}
