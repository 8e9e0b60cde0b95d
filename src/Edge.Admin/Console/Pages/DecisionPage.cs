using Edge.Admin.Console.Html;
using Edge.Admin.Decisions;
using Edge.Gateway.Approvals;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Policies;

namespace Edge.Admin.Console.Pages;

/// <summary>One decision, down to the line of the policy that made it.</summary>
internal static class DecisionPage
{
    private static readonly AdminProblem Gone = new(
        StatusCodes.Status404NotFound, "unknown_decision",
            "This decision is not kept any more: only the newest are. 'edge audit show' has the rest.");

    /// <summary>The page.</summary>
    public static IResult Show(string id, DecisionRing ring, PolicyCatalog policies, AdminSettings settings, ApprovalSettings approvals)
    {
        if (ring.Find(id) is not { } watched)
            return ErrorPage.For(Gone);
        var decision = DecisionDetail.Of(watched, settings, approvals);
        var isInForce = policies.TryGet(decision.Policy, out var slot) && slot.Current.Policy.Revision == decision.FullRevision;
        return new HtmlPage(decision.Target ?? decision.Method, Markup.Of($"""
            <p class="back"><a href="/decisions">All decisions</a></p>
            <article id="decision">
            <header class="head"><h1>{Pages.Show.Name(decision.Target ?? decision.Method)}</h1> {Pages.Show.Decision(decision.Decision,
                decision.Mode)}</header>
            {Markup.If(decision.Message is not null,
                () => Markup.Of($"""<p class="told"><span class="label">The caller was told</span> {Pages.Show.Name(
                    decision.Message)}</p>"""))}
            <dl class="facts">
            {Fact("Why", Markup.Of($"{decision.Reason.Replace('_', ' ')}"))}
            {Fact("Grant", Markup.Of($"{Pages.Show.Name(decision.Grant)}"))}
            {Fact("Server", Markup.Of($"{decision.Server}"))}
            {Fact("Method", Markup.Of($"{Pages.Show.Name(decision.Method)}"))}
            {Fact("From", Markup.Of($"{decision.Address ?? "an unknown address"}"))}
            {Fact("Time", Pages.Show.Moment(decision.At))}
            {Fact("Decided in", Markup.Of(
                $"{(decision.DecisionMicroseconds < 10_000 ? $"{Pages.Show.Number(Math.Round(decision.DecisionMicroseconds))} µs"
                    : $"{Pages.Show.Milliseconds(decision.DecisionMicroseconds / 1000)} ms")}"))}
            {Fact("Answered", decision.Outcome is { } outcome
                ? Markup.Of($"after {Pages.Show.Milliseconds(
                    outcome.Milliseconds)} ms with status {outcome.Status}{(outcome.Error is { } error ? $", {error.Replace('_', ' ')}"
                        : "")}")
                : Markup.Of($"still under way"))}
            {Fact("Trace", Trace(decision))}
            {Fact("Decision id", Markup.Of($"<code>{decision.Id}</code>"))}
            </dl>
            <section aria-labelledby="rule"><h2 id="rule">Rule</h2>
            <p>{(decision.Rule.Length == 0 ? Markup.Of($"Built in: no place of a policy says it.")
                : Markup.Of($"<code class=\"pointer\">{decision.Rule}</code>"))} in policy <a href="{Address.To(
                    $"/policies/{decision.Policy}")}">{decision.Policy}</a>, revision <code>{decision.Revision}</code>{(isInForce ? ""
                        : ", which is no longer active")}.</p>
            {(decision.Source is { } source ? SourceView.Of(source) : Markup.Empty)}
            </section>
            {Markup.If(decision.Limits.Count > 0, () => Limits(decision.Limits))}
            {Markup.If(decision.Outcome?.Findings is not null, () => Findings(decision.Outcome!.Findings!))}
            {Arguments(decision, watched)}
            </article>
            """))
        { Section = ConsoleSections.Decisions };
    }

    private static Markup Fact(string name, Markup value) => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static Markup Trace(DecisionDetail decision) => decision switch
    {
        { TraceId: null } => Markup.Of($"not traced"),
        { TraceUrl: { } url } when Address.Web(url) is { } address =>
            Markup.Of($"""<a href="{address}" rel="noreferrer"><code>{decision.TraceId}</code></a>"""),
        _ => Markup.Of($"<code>{decision.TraceId}</code>"),
    };

    private static Markup Limits(IReadOnlyList<LimitStatusAnswer> limits) => Markup.Of($"""
        <section aria-labelledby="limits"><h2 id="limits">Limits at that moment</h2>
        <div class="table"><table>
        <thead><tr><th scope="col">Counter</th><th scope="col">Used</th><th scope="col" class="num">This call</th></tr></thead>
        <tbody>{limits.Select(limit => Markup.Of($"""
            <tr><td>{limit.Counter}{(limit.Mode == "shadow" ? Markup.Of($" <span class=\"pill shadow\">shadow</span>") : Markup.Empty)}</td>
            <td class="used">{Pages.Show.Meter(limit.Max - limit.Remaining, limit.Max,
                $"{limit.Counter}: {Pages.Show.Number(limit.Max - limit.Remaining)} of {Pages.Show.Number(
                    limit.Max)} used")} <span class="num">{Pages.Show.Number(
                        limit.Max - limit.Remaining)}</span> <span class="max">of {Pages.Show.Number(
                            limit.Max)}</span></td><td class="num">{(limit.State == "over" ? "no room for "
                                : "")}{Pages.Show.Number(limit.Cost)}</td></tr>
            """))}</tbody>
        </table></div></section>
        """);

    private static Markup Findings(IReadOnlyList<FindingAnswer> findings) => Markup.Of($"""
        <section aria-labelledby="findings"><h2 id="findings">Found in the result</h2>
        <div class="table"><table>
        <thead><tr><th scope="col">What</th><th scope="col">Done</th><th scope="col">Rule</th><th scope="col" class="num">Times</th></tr></thead>
        <tbody>{findings.Select(finding => Markup.Of($"""
            <tr><td>{Pages.Show.Name(finding.Detector)}{(finding.Mode == "shadow"
                ? Markup.Of($" <span class=\"pill shadow\">shadow</span>") : Markup.Empty)}</td>
            <td>{finding.Action}</td><td><code class="pointer">{finding.Rule}</code></td><td class="num">{Pages.Show.Number(finding.Count)}</td></tr>
            """))}</tbody>
        </table></div></section>
        """);

    private static Markup Arguments(DecisionDetail decision, KeptDecision watched) =>
        watched.Tool is null ? Markup.Empty : Markup.Of($"""
        <section aria-labelledby="arguments"><h2 id="arguments">Arguments</h2>
        {(decision.Arguments is { } arguments
            ? Markup.Of($"<pre class=\"code\" tabindex=\"0\">{arguments}</pre>")
            : Markup.Of($"<p class=\"hint\">Not kept. <code>Edge:Admin:KeepArguments</code> keeps the arguments of the newest calls in memory.</p>"))}
        </section>
        """);
}
