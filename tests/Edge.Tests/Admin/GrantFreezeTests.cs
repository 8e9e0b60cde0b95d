using Edge.Testing;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>The admin port of an Edge where a grants file says who enters.</summary>
public sealed class GrantFreezeTests
{
    private const string Grants =
        """{ "grants": [ { "id": "a", "tokenHashes": ["<A>"], "servers": { "server": {} } }, { "id": "b", "tokenHashes": ["<B>"],"""
        + """ "servers": { "server": {} } } ] }""";
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    [Fact]
    public async Task One_grant_is_stopped_and_the_other_goes_on()
    {
        using var folder = new GrantFolder(Grants);
        await using var edge = await EdgeHost.StartAsync(settings: folder.Settings(Operators.Settings));
        await edge.FreezeAsync("""{"scope":"grant","name":"a"}""");
        Assert.Contains("\"reason\":\"frozen\"", (await edge.PostAsync(Call, Operators.Bearer(GrantFolder.TokenA))).Text);
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call, Operators.Bearer(GrantFolder.TokenB))).Text);
        Assert.Single(edge.Server.Received);
    }

    [Fact]
    public async Task A_grant_that_does_not_exist_is_not_taken_for_stopped()
    {
        using var folder = new GrantFolder(Grants.Replace("\"a\"", "\"nightly\"", StringComparison.Ordinal));
        await using var edge = await EdgeHost.StartAsync(settings: folder.Settings(Operators.Settings));
        var answer = await edge.AdminSendAsync("PUT", "/api/freezes", """{"scope":"grant","name":"nigthly"}""",
            Operators.Bearer(Operators.Admin));
        Assert.Equal(400, answer.Status);
        Assert.Contains("There is no grant 'nigthly' here (did you mean 'nightly'?).", answer.Text);
    }

    [Fact]
    public async Task The_token_of_a_grant_opens_nothing_here_and_that_of_a_user_nothing_there()
    {
        using var folder = new GrantFolder(Grants);
        await using var edge = await EdgeHost.StartAsync(settings: folder.Settings(Operators.Settings));
        Assert.Equal(401, (await edge.AdminAsync("GET", "/api/freezes", Operators.Bearer(GrantFolder.TokenA))).Status);
        Assert.Equal(401, (await edge.PostAsync(Call, Operators.Bearer(Operators.Admin))).Status);
    }

    [Fact]
    public async Task Refused_grants_degrade_readiness()
    {
        var clock = new ManualTimeProvider();
        using var folder = new GrantFolder(Grants);
        await using var edge = await EdgeHost.StartAsync(clock: clock, settings: folder.Settings());
        Assert.Contains("\"grants\":{\"status\":\"ready\",\"detail\":\"2 grants of revision ",
            (await edge.AdminAsync("GET", "/readyz")).Text);
        folder.Write("{");
        var text = "";
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                text = edge.AdminAsync("GET", "/readyz").GetAwaiter().GetResult().Text;
                return text.Contains("degraded", StringComparison.Ordinal);
            },
            "readiness to be degraded");
        Assert.Contains(
            "\"grants\":{\"status\":\"degraded\",\"detail\":\"changed grants or credentials were refused; active: 2 grants of revision ",
                text);
    }
}
