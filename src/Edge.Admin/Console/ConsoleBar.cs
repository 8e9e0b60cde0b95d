using System.Security.Claims;
using Edge.Admin.Console.Html;
using Edge.Admin.Console.Pages;
using Edge.Admin.Sessions;
using Edge.Admin.Users;
using Edge.Gateway.Approvals;
using Edge.Policy.Freezes;
using Edge.Policy.Stores;

namespace Edge.Admin.Console;

/// <summary>What stands above every page: where one can go, who one is, and what is stopped.</summary>
internal static class ConsoleBar
{
    /// <summary>Makes it for somebody who is signed in.</summary>
    public static async Task<Markup> MakeAsync(HttpContext context, string? section, AdminSession? session) =>
        Make(context, section, session, await PendingAsync(context), await FrozenAsync(context));

    private static Markup Make(HttpContext context, string? section, AdminSession? session, Markup pending, Markup frozen) => Markup.Of($"""
        <header class="bar">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="22" height="22"> Edge</a>
        <nav aria-label="Pages"><ul>
        {ConsoleSections.All.Select(entry =>
            Markup.Of($"""<li><a href="{entry.Address}"{MarkupFlag.Current(
                entry.Title == section)}>{entry.Title}{(entry.Title == ConsoleSections.Approvals ? pending : Markup.Empty)}</a></li>"""))}
        </ul></nav>
        <div class="who"><span><span class="name">{context.User.UserName()}</span> <span class="role">{context.User.FindFirstValue(
            ClaimTypes.Role)}</span></span>
        {Markup.If(session is not null,
            () => Markup.Of($"""<form method="post" action="/sign-out"><input type="hidden" name="csrf">"""
                + $"""<button class="quiet">Sign out</button></form>"""))}
        </div>
        </header>
        {frozen}
        """);

    private static async Task<Markup> PendingAsync(HttpContext context)
    {
        try
        {
            var pending = await context.RequestServices.GetRequiredService<ApprovalDesk>()
                .ListAsync(pendingOnly: true, context.RequestAborted);
            return Markup.If(pending.Count > 0,
                () => Markup.Of($""" <span class="badge">{pending.Count}<span class="hidden"> pending</span></span>"""));
        }
        catch (StoreUnavailableException)
        {
            // Said by the banner.
            return Markup.Empty;
        }
    }

    private static async Task<Markup> FrozenAsync(HttpContext context)
    {
        try
        {
            var freezes = await context.RequestServices.GetRequiredService<IFreezeStore>().ListAsync(context.RequestAborted);
            return Markup.If(freezes.Count > 0, () => Markup.Of($"""
                <div class="banner deny" role="status"><strong>Stopped:</strong> {string.Join("; ",
                    freezes.Take(5).Select(Words))}{(freezes.Count > 5 ? $"; and {freezes.Count - 5} more" : "")}.</div>
                """));
        }
        catch (StoreUnavailableException)
        {
            return Markup.Of($"""<div class="banner deny" role="status"><strong>The store does not answer.</strong> Nobody knows who """
                + $"""is stopped.</div>""");
        }
    }

    private static string Words(Freeze freeze) =>
        $"{Show.Name(freeze.Target.ToString())} by {freeze.By}{(freeze.Reason is { } reason ? $" ({Show.Name(reason)})" : "")}";
}
