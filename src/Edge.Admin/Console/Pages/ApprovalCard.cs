using Edge.Admin.Console.Html;
using Edge.Admin.Sessions;
using Edge.Admin.Users;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;

namespace Edge.Admin.Console.Pages;

/// <summary>One approval with what would run, and how to answer it.</summary>
internal static class ApprovalCard
{
    /// <summary>The card; a user who may not answer sees no buttons.</summary>
    public static Markup Of(Approval approval, HttpContext context, DateTimeOffset now, bool isAlone)
    {
        var isPending = approval.State == ApprovalState.Pending;
        var mayAnswer = context.User.IsInRole(AdminRoles.Approver) || context.User.IsInRole(AdminRoles.Admin);
        var session = context.Features.Get<AdminSession>();
        return Markup.Of($"""
            <article class="card approval {approval.State.ToSlug()}">
            <header class="head">{(isAlone ? Markup.Of($"<h1>{Pages.Show.Name(approval.Binding.Tool)}</h1>")
                : Markup.Of($"<h3><a href=\"{Address.To($"/approvals/{approval.Id}")}\">{Pages.Show.Name(
                    approval.Binding.Tool)}</a></h3>"))} {State(approval)}
            <span class="hint">{(isPending ? $"expires in {Pages.Show.Until(approval.ExpiresAt, now)}" : "")}</span></header>
            <p>{Pages.Show.Name(approval.Message)}</p>
            <dl class="facts">
            {Fact("Grant", Markup.Of($"{Pages.Show.Name(approval.Binding.Grant)}"))}
            {Fact("Server", Markup.Of($"{approval.Binding.Server}"))}
            {Fact("Asked", Pages.Show.Moment(approval.RequestedAt))}
            {Fact("Rule", Markup.Of(
                $"<code>{approval.Binding.Rule}</code> in <a href=\"{Address.To(
                    $"/policies/{approval.Binding.Policy}")}\">{approval.Binding.Policy}</a>"))}
            {Markup.If(approval.AnsweredBy is not null, () =>
                Fact("Answered", Markup.Of(
                    $"by {approval.AnsweredBy}, {Pages.Show.Moment(approval.AnsweredAt)}{(approval.Reason is { } reason
                        ? $": {Pages.Show.Name(reason)}" : "")}")))}
            {Markup.If(approval.State == ApprovalState.Approved,
                () => Fact("Valid for", Markup.Of($"{ValidFor(approval)} until {Pages.Show.Moment(approval.ExpiresAt)}")))}
            </dl>
            {(approval.Arguments is { } arguments
                ? Markup.Of($"<pre class=\"code\" tabindex=\"0\" aria-label=\"Arguments\">{ArgumentText.Indent(arguments)}</pre>")
                : Markup.Of($"<p><a href=\"{Address.To(
                    $"/approvals/{approval.Id}")}\">Show the arguments, which are long, and answer</a></p>"))}
            {(!mayAnswer && isPending ? Markup.Of($"<p class=\"hint\">To answer needs the role approver.</p>") : session is null
                || approval.Arguments is null ? Markup.Empty : isPending ? Answer(approval) : TakeBack(approval, mayAnswer))}
            </article>
            """);
    }

    /// <summary>Where an approval stands.</summary>
    public static Markup State(Approval approval)
    {
        var colour = approval.State switch
        {
            ApprovalState.Pending => "ask",
            ApprovalState.Approved or ApprovalState.Consumed => "allow",
            ApprovalState.Denied => "deny",
            _ => "",
        };
        return Markup.Of($"""<span class="pill {colour}">{(approval.State == ApprovalState.Consumed ? "approved and used"
            : approval.State.ToSlug())}</span>""");
    }

    private static string ValidFor(Approval approval) => approval.Scope switch
    {
        ApprovalScope.Once => "this call, once,",
        _ when approval.CallsLeft is { } calls => $"{Pages.Show.Count(calls, "more call", "more calls")} of the tool",
        _ => "any call of the tool",
    };

    private static Markup Answer(Approval approval) => Markup.Of($"""
        <div class="answer">
        <form method="post" action="{Address.To(
            $"/approvals/{approval.Id}/approve")}"><input type="hidden" name="csrf"><button class="give">Approve once</button></form>
        <form method="post" action="{Address.To($"/approvals/{approval.Id}/approve")}"><input type="hidden" name="csrf">
        <label>or the tool, for this grant <input class="short" name="amount" type="number" min="1" max="1000" value="5" required
        inputmode="numeric"></label>
        <label><span class="hidden">Unit</span><select name="unit"><option value="calls">calls</option><option
        value="minutes">minutes</option></select></label>
        <button>Approve</button></form>
        <form method="post" action="{Address.To($"/approvals/{approval.Id}/deny")}"><input type="hidden" name="csrf">
        <label>Reason, which the caller is told <input class="reason" name="reason" maxlength="500" autocomplete="off"></label>
        <button class="refuse">Deny</button></form>
        </div>
        """);

    private static Markup TakeBack(Approval approval, bool mayAnswer) => Markup.If(
        mayAnswer && approval is { State: ApprovalState.Approved, Scope: ApprovalScope.Tool },
        () => Markup.Of($"""
            <div class="answer"><form method="post" action="{Address.To(
                $"/approvals/{approval.Id}/deny")}"><input type="hidden" name="csrf">
            <label>Reason, which the caller is told <input class="reason" name="reason" maxlength="500" autocomplete="off"></label>
            <button class="refuse">Take back</button></form></div>
            """));

    private static Markup Fact(string name, Markup value) => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
