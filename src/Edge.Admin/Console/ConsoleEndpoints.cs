using Edge.Admin.Console.Pages;
using Edge.Admin.Users;

namespace Edge.Admin.Console;

/// <summary>The pages of the console.</summary>
internal static class ConsoleEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/assets/{name}", Assets.Show).AllowAnonymous();
        pages.MapGet(SignInPage.Path, SignInPage.Show).AllowAnonymous();
        pages.MapPost(SignInPage.Path, SignInPage.SignInAsync).AllowAnonymous();
        pages.MapPost("/sign-out", SignInPage.SignOut).RequireAuthorization(AdminRoles.Viewer);

        pages.MapGet("/", static () => Results.Redirect("/decisions")).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/decisions", DecisionsPage.Show).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/decisions/{id}", DecisionPage.Show).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/approvals", ApprovalsPage.ShowAsync).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/approvals/{id}", ApprovalsPage.ShowOneAsync).RequireAuthorization(AdminRoles.Viewer);
        pages.MapPost("/approvals/{id}/approve", ApprovalAnswers.ApproveAsync).RequireAuthorization(AdminRoles.Approver);
        pages.MapPost("/approvals/{id}/deny", ApprovalAnswers.DenyAsync).RequireAuthorization(AdminRoles.Approver);
        pages.MapGet("/limits", LimitsPage.ShowAsync).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/policies", PoliciesPage.Show).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/policies/{name}", PolicyPage.Show).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/policies/{name}/edit", PolicyEditPage.Show).RequireAuthorization(AdminRoles.Viewer);
        pages.MapGet("/servers", ServersPage.Show).RequireAuthorization(AdminRoles.Viewer);
    }
}
