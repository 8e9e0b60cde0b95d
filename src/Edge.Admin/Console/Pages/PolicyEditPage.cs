using System.Text;
using Edge.Admin.Console.Html;
using Edge.Admin.Policies;
using Edge.Admin.Servers;
using Edge.Admin.Users;
using Edge.Gateway.Policies;

namespace Edge.Admin.Console.Pages;

/// <summary>A policy's text: what is wrong with it as one types, and what it would change, before it is saved.</summary>
internal static class PolicyEditPage
{
    /// <summary>The page.</summary>
    public static IResult Show(string name, HttpContext context, PolicyCatalog policies, ServerList servers, PolicyEditor editor)
    {
        if (!policies.TryGet(name, out var slot))
            return ErrorPage.For(AdminProblem.Of(StatusCodes.Status404NotFound));
        var policy = PolicyAnswer.Of(slot, servers.RuledBy(name));
        var maySave = editor.MaySave && context.User.IsInRole(AdminRoles.Admin);
        return new HtmlPage($"Policy {name}, text", Markup.Of($"""
            {PolicyPage.Head(policy, isText: true)}
            <form id="editor" class="editor" data-name="{name}" data-revision="{policy.Revision}" data-may-save="{(maySave ? "yes"
                : "no")}">
            <div class="toolbar">
            <p id="verdict" class="verdict" role="status">The active text.</p>
            <span class="buttons">{(maySave
                ? Markup.Of($"""<button id="save" class="primary" disabled>Save</button>""")
                : Markup.Of($"""<span class="hint">{WhyNot(editor)}</span>"""))}</span>
            </div>
            <div class="pane">
            <label class="hidden" for="text">The policy's text</label>
            <pre id="gutter" class="gutter" aria-hidden="true"></pre>
            <div class="sheet"><pre id="marks" class="marks" aria-hidden="true"></pre>
            <textarea id="text" spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off" aria-describedby="verdict">
            {Encoding.UTF8.GetString(slot.Current.Text.Span)}</textarea></div>
            </div>
            </form>
            <section aria-labelledby="mistakes-title" id="mistakes" hidden><h2 id="mistakes-title">Mistakes</h2><ol id="mistake-list"
            class="mistakes"></ol></section>
            <section aria-labelledby="changes-title" id="changes"><h2 id="changes-title">What it would change</h2>
            <p id="changes-words" role="status" class="hint">Change the text: the newest calls are judged again, and those that would
            be decided differently are shown here.</p>
            <div class="table" id="changes-table" hidden><table class="rows"><thead><tr><th scope="col">Tool</th><th
            scope="col">Grant</th><th scope="col">Now</th><th scope="col">Then</th><th scope="col">Rule then</th><th scope="col"
            class="num">Calls</th></tr></thead><tbody></tbody></table></div>
            </section>
            """))
        { Section = ConsoleSections.Policy, Scripts = ["policy.js"] };
    }

    private static string WhyNot(PolicyEditor editor) => editor.MaySave
        ? "You may try changes; saving needs the role admin."
        : "You may try changes; Edge:Admin:PolicyEditing allows to save them.";
}
