using Edge.Admin.Health;
using Edge.Gateway.Audit;
using Edge.Gateway.Reloading;
using Edge.Policy.Freezes;
using Edge.Testing;
using Edge.Tests.Audit;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Edge.Tests.Admin;

public sealed class HealthTests
{
    [Fact]
    public async Task Edge_is_alive_and_ready()
    {
        await using var edge = await EdgeHost.StartAsync();
        var alive = await edge.AdminAsync("GET", "/healthz");
        Assert.Equal((200, """{"status":"alive"}"""), (alive.Status, alive.Text));
        var ready = await edge.AdminAsync("GET", "/readyz");
        Assert.Equal(200, ready.Status);
        Assert.Matches(
            """^\{"status":"ready","checks":\{"serving":\{"status":"ready","detail":"calls are taken"\},"policies":\"""
                + """{"status":"ready","detail":"policy 'test' has revision [0-9a-f]{12}"\},"grants":\"""
                + """{"status":"ready","detail":"callers pass with their own credential"\},"store":\{"status":"ready","detail":"the """
                + """store answers"\},"audit":\{"status":"ready","detail":"decisions are recorded"\},"files":\{"status":"ready","detail":"changes of files are seen"\}\}\}$""",
            ready.Text);
    }

    [Fact]
    public async Task A_refused_reload_degrades_it_until_the_file_is_good_again()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        var revision = System.Text.RegularExpressions.Regex.Match((await edge.AdminAsync("GET", "/readyz")).Text, "[0-9a-f]{12}").Value;
        await edge.ReplacePolicyAsync("{");
        await PollAsync(edge, clock, "\"status\":\"degraded\"");
        var degraded = await edge.AdminAsync("GET", "/readyz");
        Assert.Equal(200, degraded.Status);
        Assert.StartsWith("{\"status\":\"degraded\",", degraded.Text, StringComparison.Ordinal);
        Assert.Contains($$"""policies":{"status":"degraded","detail":"the changed file of policy 'test' was refused, """
            + $$"""revision {{revision}} stays active"}""", degraded.Text);
        Assert.Contains(
            edge.Logs.Lines, line => line.Message == $"Refused the changed file of policy 'test' (1 error); revision {revision} stays active.");
        Assert.Equal("""{"status":"alive"}""", (await edge.AdminAsync("GET", "/healthz")).Text);

        await edge.ReplacePolicyAsync(EdgeHost.AllowOne);
        await PollAsync(edge, clock, $"revision {revision}\"}},\"grants");
        Assert.StartsWith("{\"status\":\"ready\",", (await edge.AdminAsync("GET", "/readyz")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_store_it_is_alive_and_not_ready()
    {
        var freezes = new FailingFreezes();
        await using var edge = await EdgeHost.StartAsync(services: services => services.AddSingleton<IFreezeStore>(freezes));
        var unready = await edge.AdminAsync("GET", "/readyz");
        Assert.Equal(503, unready.Status);
        Assert.Contains("""store":{"status":"unready","detail":"the store does not answer"}""", unready.Text);
        Assert.Equal(200, (await edge.AdminAsync("GET", "/healthz")).Status);
        freezes.Works = true;
        Assert.Equal(200, (await edge.AdminAsync("GET", "/readyz")).Status);
    }

    [Theory]
    [InlineData("deny", 503, "unready", "decisions cannot be recorded, so calls are refused")]
    [InlineData("drop", 200, "degraded", "decisions cannot be recorded, and calls pass without records")]
    public async Task Without_its_records_it_is_not_ready_while_calls_are_refused(string onFailure, int status, string word, string detail)
    {
        var disk = new FailingAuditFile.Switch();
        await using var edge = await EdgeHost.StartAsync(
            services: services => services.AddSingleton<OpenAuditFile>(disk.Open), settings: ("Edge:Audit:OnFailure", onFailure));
        disk.IsFull = true;
        await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"}}""");
        var expected = $$"""audit":{"status":"{{word}}","detail":"{{detail}}"}""";
        await Deadline.Until(
            async () => (await edge.AdminAsync("GET", "/readyz")) is { Text: var text } probe && probe.Status == status
                && text.Contains(expected, StringComparison.Ordinal),
            $"{status} with {expected}");
        disk.IsFull = false;
        await Deadline.Until(
            async () => (await edge.AdminAsync("GET", "/readyz")).Text.Contains("decisions are recorded"), "the records to be written");
    }

    [Fact]
    public async Task Files_that_nobody_has_looked_at_for_seconds_are_not_ready()
    {
        var clock = new ManualTimeProvider();
        using var source = new StuckSource();
        await using var edge = await EdgeHost.StartAsync(clock: clock, services: services => services.AddSingleton<WatchedSource>(source));
        Assert.Equal(200, (await edge.AdminAsync("GET", "/readyz")).Status);
        // The look, which does not end, may run on the thread that moves the clock.
        var moving = Task.Run(() => clock.Advance(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken);
        await source.Looking.WaitAsync(Deadline.Token);

        clock.Advance(TimeSpan.FromSeconds(6));
        var unready = await edge.AdminAsync("GET", "/readyz");
        Assert.Equal(503, unready.Status);
        Assert.Contains(
            """files":{"status":"unready","detail":"the files of policies, grants and credentials have not been looked at for 7 s"}""",
                unready.Text);

        source.Answer();
        await moving;
        await PollAsync(edge, clock, "changes of files are seen");
    }

    [Fact]
    public async Task It_is_ready_from_the_start_of_serving_to_the_beginning_of_the_end()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var health = new ServingHealth(lifetime);
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(new())).Status);
        lifetime.NotifyStarted();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new())).Status);
        lifetime.StopApplication();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(new())).Status);
    }

    private static async Task PollAsync(EdgeHost edge, ManualTimeProvider clock, string wanted)
    {
        var seen = "";
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                seen = edge.AdminAsync("GET", "/readyz").GetAwaiter().GetResult().Text;
                return seen.Contains(wanted, StringComparison.Ordinal);
            },
            $"readiness to say {wanted}");
    }
}
