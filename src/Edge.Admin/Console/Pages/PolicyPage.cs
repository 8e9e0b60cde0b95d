using Edge.Admin.Console.Html;
using Edge.Admin.Policies;
using Edge.Admin.Servers;
using Edge.Gateway.Policies;

namespace Edge.Admin.Console.Pages;

/// <summary>What one policy comes to, tool by tool.</summary>
internal static class PolicyPage
{
    /// <summary>The page.</summary>
    public static IResult Show(string name, PolicyCatalog policies, ServerList servers, PolicyTable table)
    {
        if (!policies.TryGet(name, out var slot))
            return ErrorPage.For(AdminProblem.Of(StatusCodes.Status404NotFound));
        var policy = PolicyAnswer.Of(slot, servers.RuledBy(name));
        var tools = table.Of(name, PolicyDocuments.Of(slot.Current));
        return new HtmlPage($"Policy {name}", Markup.Of($"""
            {Head(policy, isText: false)}
            {Differences(tools)}
            <div class="table"><table class="rows tools">
            <thead><tr><th scope="col">Tool</th><th scope="col">What happens</th><th scope="col">Limits</th><th scope="col"
            class="num">Conditions</th><th scope="col">Rule</th></tr></thead>
            <tbody>{tools.Select(Row)}</tbody>
            </table></div>
            """))
        { Section = ConsoleSections.Policy };
    }

    /// <summary>What stands above both views of a policy.</summary>
    public static Markup Head(PolicyAnswer policy, bool isText) => Markup.Of($"""
        <div class="head"><h1>{policy.Name} {Mode(policy)}</h1>
        <p class="hint">{policy.File}, revision <code id="revision">{policy.Revision[..12]}</code>, active since {Pages.Show.Moment(
            policy.LoadedAt)}</p></div>
        {Refused(policy)}
        <nav class="views" aria-label="Views of the policy"><a href="{Address.To($"/policies/{policy.Name}")}"{MarkupFlag.Current(
            !isText)}>Tool by tool</a> <a href="{Address.To($"/policies/{policy.Name}/edit")}"{MarkupFlag.Current(isText)}>Text</a></nav>
        """);

    /// <summary>A mark where nothing is enforced.</summary>
    public static Markup Mode(PolicyAnswer policy) =>
        Markup.If(policy.Mode == "shadow", () => Markup.Of($"""<span class="pill shadow">shadow</span>"""));

    /// <summary>A warning where the file is not what is active.</summary>
    public static Markup Refused(PolicyAnswer policy) => Markup.If(policy.LastReloadFailed, () => Markup.Of(
        $"""<p class="banner deny" role="status"><strong>The changed file was rejected.</strong> This revision stays active; the log """
            + $"""and <code>edge check {policy.File}</code> say what is wrong.</p>"""));

    private static Markup Differences(IReadOnlyList<ToolAnswer> tools)
    {
        if (tools.All(tool => tool.Presence == "named"))
            return Markup.Of($"""<p class="note">No server has listed its tools yet: this is what the policy names. The rest appears """
                + $"""with the first answer to <code>tools/list</code>.</p>""");
        var unnamed = tools.Count(tool => tool.Presence == "offered");
        var missing = tools.Count(tool => tool.Presence == "named");
        return Markup.Of($"""
            <p class="note">{Pages.Show.Count(tools.Count(tool => tool.Presence != "named"), "tool", "tools")} offered;
            {Pages.Show.Count(unnamed, "of them is named by no entry", "of them are named by no entry")};
            {Pages.Show.Count(missing, "entry names what no server offers", "entries name what no server offers")}.</p>
            """);
    }

    private static Markup Row(ToolAnswer tool) => Markup.Of($"""
        <tr>
        <td class="what"><code>{Pages.Show.Name(tool.Tool)}</code> {Presence(tool)}</td>
        <td class="verdict">{Action(tool)}</td>
        <td class="limits">{(tool.Limits.Count == 0 ? Markup.Of($"<span class=\"faint\">none</span>")
            : Markup.Join(tool.Limits.Select(limit => Markup.Of($"<span class=\"sub\">{limit}</span>"))))}</td>
        <td class="num conditions">{tool.Conditions}</td>
        <td class="why"><code>{tool.Rule}</code></td>
        </tr>
        """);

    private static Markup Presence(ToolAnswer tool) => tool.Presence switch
    {
        "offered" => Markup.Of($"""<span class="tag">no entry</span>"""),
        "named" => Markup.Of($"""<span class="tag">not offered</span>"""),
        _ => Markup.Empty,
    };

    private static Markup Action(ToolAnswer tool)
    {
        var (decision, words) = tool.Action switch
        {
            "allow" => ("allow", ""),
            "deny" => ("deny", ""),
            "require_approval" => ("approval_required", tool.Approval == "sometimes" ? " some calls" : ""),
            "hidden" => ("deny", " hidden"),
            _ => ("deny", " by default"),
        };
        return Markup.Of($"{Pages.Show.Decision(decision, tool.Mode)}<span class=\"faint\">{words}</span>");
    }
}
