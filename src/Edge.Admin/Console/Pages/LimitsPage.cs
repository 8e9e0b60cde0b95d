using Edge.Admin.Console.Html;
using Edge.Admin.Limits;

namespace Edge.Admin.Console.Pages;

/// <summary>How full the limits are.</summary>
internal static class LimitsPage
{
    /// <summary>The page.</summary>
    public static async Task<IResult> ShowAsync(HttpRequest request, LimitList list, TimeProvider clock, CancellationToken cancellation)
    {
        var (filter, problem) = LimitFilter.Of(request.Query);
        if (problem is not null)
            return ErrorPage.For(problem);
        var limits = await list.ListAsync(filter, cancellation);
        var now = clock.GetUtcNow();
        return new HtmlPage("Limits", Markup.Of($"""
            <div class="head"><h1>Limits</h1><p class="hint">{(limits.Shared ? "Counts in the database, of all Edges on "
            + "it." : "Counts of this Edge, in its memory.")} A limit is listed while something is taken of it.</p></div>
            <form class="filters" method="get" action="/limits" role="search" aria-label="Filter the limits">
            <label>Grant <input name="grant" value="{filter.Grant}" autocomplete="off" spellcheck="false"></label>
            <label>Counter <input name="counter" value="{filter.Counter}" autocomplete="off" spellcheck="false"></label>
            <label class="check"><input type="checkbox" name="unused"{MarkupFlag.Checked(filter.IncludesUnused)}> also unused ones</label>
            <span class="buttons"><button>Filter</button></span>
            </form>
            <div data-refresh="5">
            <div class="table"><table class="rows">
            <thead><tr><th scope="col">Whose</th><th scope="col">Counter</th><th scope="col">Used</th><th scope="col">Free again in</th><th
            scope="col">Policy</th></tr></thead>
            <tbody>{limits.Limits.Select(limit => Row(limit, now))}</tbody>
            </table></div>
            {Markup.If(limits.Limits.Count == 0,
                () => Markup.Of($"""<p class="empty">{(filter.Skip > 0 ? "There are no more." : "Nothing is taken of any limit just "
                    + "now.")}</p>"""))}
            {Pager(filter, limits)}
            {Markup.If(!limits.IsWhole,
                () => Markup.Of($"<p class=\"note\">There are more counts than are looked at: filter by grant, or ask the store.</p>"))}
            </div>
            """))
        { Section = ConsoleSections.Limits, Scripts = ["console.js"] };
    }

    private static Markup Row(LimitAnswer limit, DateTimeOffset now) => Markup.Of($"""
        <tr>
        <td class="whose">{(limit.Scope.Count == 0 ? Markup.Of($"everybody's")
            : Markup.Join(limit.Scope.Select(part =>
                Markup.Of($"<span class=\"part\"><span class=\"kind\">{part.Kind}</span> {Pages.Show.Name(part.Value)}</span> "))))}</td>
        <td class="counter">{limit.Counter} {(limit.Mode == "shadow" ? Markup.Of($"<span class=\"pill shadow\">shadow</span>")
            : Markup.Empty)}<span class="sub">{Window(limit)}</span></td>
        <td class="used">{Pages.Show.Meter(limit.Used, limit.Max,
            $"{limit.Counter}: {Pages.Show.Number(limit.Used)} of {Pages.Show.Number(
                limit.Max)} used")} <span class="num">{Pages.Show.Number(limit.Used)}</span> <span class="max">of {Pages.Show.Number(
                    limit.Max)}</span></td>
        <td class="reset">{(limit.ResetAt is { } at ? Pages.Show.Until(at, now) : limit.Algorithm == "concurrency" && limit.Used > 0
            ? "when calls end" : "–")}</td>
        <td class="policy"><a href="{Address.To($"/policies/{limit.Policy}")}">{limit.Policy}</a></td>
        </tr>
        """);

    private static string Window(LimitAnswer limit) => limit.Algorithm switch
    {
        "concurrency" => "at a time",
        "token_bucket" => $"bucket, refilled over {Span(limit.WindowSeconds)}",
        "sliding" => $"in any {Span(limit.WindowSeconds)}",
        _ => $"each {Span(limit.WindowSeconds)}",
    };

    private static string Span(double seconds) => seconds switch
    {
        1 => "second",
        60 => "minute",
        3600 => "hour",
        86_400 => "day",
        _ when seconds % 86_400 == 0 => $"{Pages.Show.Number(seconds / 86_400)} days",
        _ when seconds % 3600 == 0 => $"{Pages.Show.Number(seconds / 3600)} hours",
        _ when seconds % 60 == 0 => $"{Pages.Show.Number(seconds / 60)} minutes",
        _ => $"{Pages.Show.Number(seconds)} seconds",
    };

    private static Markup Pager(LimitFilter filter, LimitsAnswer limits)
    {
        if (limits.Total <= filter.Count && filter.Skip == 0)
            return Markup.Empty;
        var unused = filter.IncludesUnused ? "true" : "";
        return Markup.Of($"""
            <nav class="pager" aria-label="More counts">
            {Markup.If(filter.Skip > 0,
                () => Markup.Of($"""<a href="{Address.To(
                    $"/limits?grant={filter.Grant}&counter={filter.Counter}&unused={unused}&skip={Math.Max(0,
                        filter.Skip - filter.Count)}")}">Fuller ones</a>"""))}
            <span>{Math.Min(filter.Skip + 1, limits.Total)} to {Math.Min(filter.Skip + filter.Count, limits.Total)} of {limits.Total}</span>
            {Markup.If(filter.Skip + filter.Count < limits.Total,
                () => Markup.Of($"""<a href="{Address.To(
                    $"/limits?grant={filter.Grant}&counter={filter.Counter}&unused={unused}&skip={filter.Skip
                        + filter.Count}")}">Emptier ones</a>"""))}
            </nav>
            """);
    }
}
