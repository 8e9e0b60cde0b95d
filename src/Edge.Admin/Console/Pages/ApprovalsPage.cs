using Edge.Admin.Console.Html;
using Edge.Gateway.Approvals;
using Edge.Policy.Approvals;

namespace Edge.Admin.Console.Pages;

/// <summary>What waits for a person, and what was answered lately.</summary>
internal static class ApprovalsPage
{
    /// <summary>The page of all of them.</summary>
    public static async Task<IResult> ShowAsync(HttpContext context, ApprovalDesk desk, TimeProvider clock,
        CancellationToken cancellation) =>
        Page(context, await desk.ListAsync(pendingOnly: false, cancellation), clock.GetUtcNow(),
        await DoneAsync(context, desk, cancellation));

    /// <summary>The page of one of them: where agents and webhooks lead people.</summary>
    public static async Task<IResult> ShowOneAsync(string id, HttpContext context, ApprovalDesk desk, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } approval)
            return ErrorPage.For(ApprovalAnswers.Unknown);
        return new HtmlPage(approval.Binding.Tool, Markup.Of($"""
            <p class="back"><a href="/approvals">All approvals</a></p>
            {ApprovalCard.Of(approval, context, clock.GetUtcNow(), isAlone: true)}
            """))
        { Section = ConsoleSections.Approvals };
    }

    private static HtmlPage Page(HttpContext context, IReadOnlyList<Approval> all, DateTimeOffset now, Markup done)
    {
        var pending = all.Where(approval => approval.State == ApprovalState.Pending).ToList();
        var rest = all.Where(approval => approval.State != ApprovalState.Pending).ToList();
        return new HtmlPage("Approvals", Markup.Of($"""
            <div class="head"><h1>Approvals</h1></div>
            {done}
            <div data-refresh="3">
            <section aria-labelledby="pending"><h2 id="pending" role="status">{(pending.Count == 0 ? "Nothing waits for a "
            + "person" : Pages.Show.Count(pending.Count, "call waits for a person", "calls wait for a person"))}</h2>
            {pending.Select(approval => ApprovalCard.Of(approval, context, now, isAlone: false))}
            </section>
            {Markup.If(rest.Count > 0, () => Markup.Of($"""
                <section aria-labelledby="answered"><h2 id="answered">Answered and over</h2>
                <div class="table"><table class="rows">
                <thead><tr><th scope="col">State</th><th scope="col">Tool</th><th scope="col">Grant</th><th scope="col">Server</th><th
                scope="col">Answered</th><th scope="col">Reason</th></tr></thead>
                <tbody>{rest.Select(approval => Row(approval))}</tbody>
                </table></div></section>
                """))}
            </div>
            """))
        { Section = ConsoleSections.Approvals, Scripts = ["console.js"] };
    }

    private static async Task<Markup> DoneAsync(HttpContext context, ApprovalDesk desk, CancellationToken cancellation) =>
        context.Request.Query["done"] is [{ Length: > 0 and < 100 } id]
        && await desk.FindAsync(id, cancellation) is { AnsweredBy: not null } approval
            ? Markup.Of($"""<p class="banner {(approval.State == ApprovalState.Denied ? "deny" : "allow")}" """
            + $"""role="status">{(approval.State == ApprovalState.Denied ? "Denied"
                : "Approved")}: {Pages.Show.Name(approval.Binding.Tool)} for {Pages.Show.Name(
                    approval.Binding.Grant)}, by {approval.AnsweredBy}.</p>""")
            : Markup.Empty;

    private static Markup Row(Approval approval) => Markup.Of($"""
        <tr>
        <td class="verdict">{ApprovalCard.State(approval)}</td>
        <td class="what"><a href="{Address.To($"/approvals/{approval.Id}")}">{Pages.Show.Name(approval.Binding.Tool)}</a></td>
        <td class="grant">{Pages.Show.Name(approval.Binding.Grant)}</td>
        <td class="server">{approval.Binding.Server}</td>
        <td class="when">{(approval.AnsweredAt is { } at ? Markup.Of($"{Pages.Show.Moment(at)} by {approval.AnsweredBy}")
            : Markup.Of($"not answered"))}</td>
        <td class="why"><span>{Pages.Show.Name(approval.Reason)}</span></td>
        </tr>
        """);
}
