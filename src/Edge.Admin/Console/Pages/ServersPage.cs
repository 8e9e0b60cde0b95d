using Edge.Admin.Console.Html;
using Edge.Admin.Servers;

namespace Edge.Admin.Console.Pages;

/// <summary>How the servers are.</summary>
internal static class ServersPage
{
    /// <summary>The page.</summary>
    public static IResult Show(ServerList servers, TimeProvider clock) => new HtmlPage("Servers", Markup.Of($"""
        <div class="head"><h1>Servers</h1><p class="hint">As Edge sees them from the calls that it forwards: it sends none of its
        own.</p></div>
        <div class="cards" data-refresh="5">{servers.Look().Servers.Select(server => Card(server, clock.GetUtcNow()))}</div>
        """))
    { Section = ConsoleSections.Servers, Scripts = ["console.js"] };

    private static Markup Card(ServerAnswer server, DateTimeOffset now) => Markup.Of($"""
        <section class="card server">
        <h2>{server.Name} {State(server)}</h2>
        {Markup.If(server.State == "fails",
            () => Markup.Of($"""<p class="told">{server.LastFailure} <span class="faint">{Pages.Show.Since(server.LastFailureAt!.Value,
                now)}</span></p>"""))}
        <div class="figures">
        {Figure("p50", server.Latency is { } half ? Pages.Show.Milliseconds(half.P50Milliseconds) : "–", "ms")}
        {Figure("p99", server.Latency is { } most ? Pages.Show.Milliseconds(most.P99Milliseconds) : "–", "ms")}
        {Figure("calls looked at", server.Latency is { } some ? Pages.Show.Number(some.Calls) : "0", "")}
        {Figure("with an error", server.Latency is { } bad ? Pages.Show.Number(bad.Errors) : "0", "")}
        </div>
        <dl class="facts">
        {server.Destinations.Select(destination =>
            Fact("At", Markup.Of(
                $"<code>{destination.Address}</code>{(destination.Health == "unknown" ? "" : $" {destination.Health}")}")))}
        {server.Routes.Select(route =>
            Fact("Route", Markup.Of(
                $"<code>{route.Path}</code> under <a href=\"{Address.To($"/policies/{route.Policy}")}\">{route.Policy}</a>")))}
        {Fact("Protocol", Markup.Of(
            $"{(server.Revisions.Count == 0 ? "none seen yet"
                : string.Join(", ", server.Revisions.OrderByDescending(revision => revision.Messages)
                    .Select(revision => $"{revision.Revision} ({Pages.Show.Count(revision.Messages, "message", "messages")})")))}"))}
        {Fact("Tools listed", Markup.Of($"{server.Tools}"))}
        {server.Dropped.Select(entry =>
            Fact("Not shown", Markup.Of($"the {entry.Kind} <code>{entry.Name}</code>, because it {entry.Problem}")))}
        {Fact("Answered", Markup.Of(
            $"{Pages.Show.Count(server.Answered, "message", "messages")}{(server.LastAnswerAt is { } answered
                ? $", last {Pages.Show.Since(answered, now)}" : "")}"))}
        {Fact("Failed", Markup.Of(
            $"{Pages.Show.Count(server.Failed, "message", "messages")}{(server.LastFailureAt is { } failed
                ? $", last {Pages.Show.Since(failed, now)}: {server.LastFailure}" : "")}"))}
        </dl>
        </section>
        """);

    private static Markup State(ServerAnswer server) => server.State switch
    {
        "answers" => Markup.Of($"""<span class="pill allow">answers</span>"""),
        "fails" => Markup.Of($"""<span class="pill deny">fails</span>"""),
        _ => Markup.Of($"""<span class="pill">nothing seen yet</span>"""),
    };

    private static Markup Figure(string name, string value, string unit) =>
        Markup.Of($"""<div><span class="value">{value}<small>{unit}</small></span><span class="label">{name}</span></div>""");

    private static Markup Fact(string name, Markup value) => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
