using Edge.Admin.Console.Html;
using Edge.Admin.Decisions;
using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Console.Pages;

/// <summary>What is decided, as it is decided.</summary>
internal static class DecisionsPage
{
    private const int Shown = 100;

    /// <summary>The page.</summary>
    public static IResult Show(HttpRequest request, DecisionRing ring)
    {
        var (filter, problem) = DecisionFilter.Of(request.Query);
        if (problem is not null)
            return ErrorPage.For(problem);
        var last = ring.Last;
        var decisions = ring.Newest().Where(decision => decision.Sequence <= last).ToList();
        var shown = decisions.Where(filter.Matches).Take(Shown).Select(DecisionAnswer.Of).ToList();
        return new HtmlPage("Decisions", Markup.Of($"""
            <div class="head">
            <h1>Decisions</h1>
            <p id="live" class="live" role="status" data-state="still"><span class="dot"></span> <span class="words">{Pages.Show.Count(
                shown.Count, "decision", "decisions")}</span></p>
            </div>
            <form id="filters" class="filters" method="get" action="/decisions" role="search" aria-label="Filter the decisions">
            <label>Grant <input name="grant" value="{filter.Grant}" list="grants" autocomplete="off" spellcheck="false"></label>
            <label>Tool <input name="tool" value="{filter.Tool}" list="tools" autocomplete="off" spellcheck="false"></label>
            <label>Decision <select name="decision">{Choices(filter.Decision)}</select></label>
            <span class="buttons"><button>Filter</button> <button type="button" id="pause" aria-pressed="false" hidden>Pause</button></span>
            </form>
            {Names("grants", decisions.Select(decision => decision.Caller.GrantId))}
            {Names("tools", decisions.Select(decision => decision.Tool).OfType<string>())}
            <p id="dropped" class="note" role="status" hidden></p>
            <div class="table"><table id="decisions" class="rows" data-last="{last}">
            <thead><tr><th scope="col">Time, UTC</th><th scope="col">Decision</th><th scope="col">Tool</th><th scope="col">Grant</th><th
            scope="col">Server</th><th scope="col">Why</th><th scope="col" class="num">ms</th></tr></thead>
            <tbody>{shown.Select(Row)}</tbody>
            </table></div>
            <p id="none" class="empty"{MarkupFlag.Hidden(shown.Count > 0)}>{(filter is (null, null, null) ? "Nothing has been decided "
            + "yet: point an agent at Edge, and its calls appear here." : "No decision that is kept is of this kind.")}</p>
            <template id="row">{Row(null)}</template>
            <dialog id="drawer" class="drawer" aria-label="A decision"><form method="dialog"><button class="quiet close"
            aria-label="Close">Close</button></form><div class="content"></div></dialog>
            """))
        { Section = ConsoleSections.Decisions, Scripts = ["decisions.js"] };
    }

    // The script fills the same row, empty, for what comes later.
    private static Markup Row(DecisionAnswer? decision) => Markup.Of($"""
        <tr data-id="{decision?.Id}">
        <td class="when">{(decision is null ? Markup.Of($"<time></time>") : Pages.Show.Time(decision.At))}</td>
        <td class="verdict">{(decision is null ? Markup.Of($"""<span class="pill"></span>""")
            : Pages.Show.Decision(decision.Decision, decision.Mode))}</td>
        <td class="what"><a href="{Address.To($"/decisions/{decision?.Id}")}">{Pages.Show.Name(decision?.Target
            ?? decision?.Method)}</a></td>
        <td class="grant">{Pages.Show.Name(decision?.Grant)}</td>
        <td class="server">{decision?.Server}</td>
        <td class="why"><span>{Why(decision?.Reason)}</span> <code>{(decision is { Reason: "allowed" } ? "" : decision?.Rule)}</code></td>
        <td class="num ms">{(decision?.Outcome is { } outcome ? Pages.Show.Milliseconds(outcome.Milliseconds) : decision is null ? ""
            : "…")}</td>
        </tr>
        """);

    // That an allowed call was allowed is said already.
    private static string Why(string? reason) => reason is null or "allowed" ? "" : reason.Replace('_', ' ');

    private static IEnumerable<Markup> Choices(string? chosen) =>
    [
        Markup.Of($"""<option value="">any</option>"""),
        .. DecisionFilter.Decisions.Select(decision =>
        Markup.Of($"""<option value="{decision}"{MarkupFlag.Selected(decision == chosen)}>{(decision == "approval_required" ? "ask"
            : decision)}</option>""")),
    ];

    private static Markup Names(string id, IEnumerable<string> names) => Markup.Of(
        $"""<datalist id="{id}">{names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(100)
            .Select(name => Markup.Of($"""<option value="{name}"></option>"""))}</datalist>""");
}
