using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Edge.Admin.Users;

/// <summary>
/// The roles as authorization policies of ASP.NET. What asks for none of them asks for a viewer, and so does an address that does not
/// exist.
/// </summary>
internal static class AdminRoles
{
    /// <summary>Users who may view.</summary>
    public const string Viewer = "viewer";

    /// <summary>Users who may approve calls.</summary>
    public const string Approver = "approver";

    /// <summary>Users who may change what is active.</summary>
    public const string Admin = "admin";

    /// <summary>How a role is written in settings and answers.</summary>
    public static string Name(AdminRole role) => role switch
    {
        AdminRole.Viewer => Viewer,
        AdminRole.Approver => Approver,
        AdminRole.Admin => Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A new role needs a name."),
    };

    /// <summary>Adds the policies.</summary>
    public static void Add(AuthorizationOptions options)
    {
        var viewer = new AuthorizationPolicyBuilder().RequireRole(Viewer, Approver, Admin).Build();
        options.AddPolicy(Viewer, viewer);
        options.AddPolicy(Approver, policy => policy.RequireRole(Approver, Admin));
        options.AddPolicy(Admin, policy => policy.RequireRole(Admin));
        options.DefaultPolicy = viewer;
        options.FallbackPolicy = viewer;
    }

    /// <summary>The name of the user behind a request that was let in.</summary>
    public static string UserName(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("A request without a user was let in.");
}
