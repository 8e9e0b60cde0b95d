using Edge.Admin.Console.Html;
using Edge.Admin.Policies;
using Edge.Admin.Servers;
using Edge.Gateway.Policies;

namespace Edge.Admin.Console.Pages;

/// <summary>The active policies.</summary>
internal static class PoliciesPage
{
    /// <summary>The page; where there is but one policy, that one.</summary>
    public static IResult Show(PolicyCatalog policies, ServerList servers)
    {
        if (policies.Slots is [var only])
            return Results.Redirect(Address.To($"/policies/{only.Name}").Text);
        return new HtmlPage("Policies", Markup.Of($"""
            <div class="head"><h1>Policies</h1></div>
            <div class="cards">{policies.Slots.OrderBy(slot => slot.Name, StringComparer.Ordinal)
                .Select(slot => Card(PolicyAnswer.Of(slot, servers.RuledBy(slot.Name))))}</div>
            """))
        { Section = ConsoleSections.Policy };
    }

    private static Markup Card(PolicyAnswer policy) => Markup.Of($"""
        <section class="card">
        <h2><a href="{Address.To($"/policies/{policy.Name}")}">{policy.Name}</a> {PolicyPage.Mode(policy)}</h2>
        {PolicyPage.Refused(policy)}
        <p class="hint">{policy.File}, revision <code>{policy.Revision[..12]}</code>{(policy.Servers.Count == 0 ? ", used by no route "
        + "and no grant" : $", rules {string.Join(", ", policy.Servers)}")}</p>
        </section>
        """);
}
