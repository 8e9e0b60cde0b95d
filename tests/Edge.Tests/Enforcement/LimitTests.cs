using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>What a call takes of its limits, seen from the wire.</summary>
public sealed class LimitTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed","arguments":{"n":3}}}""";
    private const string Answer = "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}\n\n";
    private const string OneAtATime =
        """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "open", "algorithm": "concurrency","""
        + """ "max": 1 } ] } } }""";

    [Theory]
    [InlineData("Bearer one", "bearer one")]
    [InlineData("Bearer one", "bEaReR one")]
    [InlineData("Bearer one", "Bearer   one")]
    [InlineData("Bearer one", "Bearer\tone")]
    public async Task One_credential_has_one_count_however_it_is_spelled(string credential, string again)
    {
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "rate_limit": "1/day" } } }""",
            settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call, $"Authorization: {credential}")).Text);
        Assert.Contains("\"reason\":\"rate_limited\"", (await edge.PostAsync(Call, $"Authorization: {again}")).Text);
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call, "Authorization: Bearer One")).Text);
    }

    [Fact]
    public async Task A_cost_that_never_fits_says_so_and_names_no_time()
    {
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "hour", "max": 2,"""
                + """ "increment_from": "args.n" } ] } } }""");
        var denied = await edge.PostAsync(Call);
        Assert.Contains("This call costs more than ever fits: waiting does not help.\"", denied.Text);
        Assert.DoesNotContain("retryAfterSeconds", denied.Text);
        Assert.Null(denied.Header("Retry-After"));
    }

    [Fact]
    public async Task A_permit_stays_taken_for_a_while_when_the_caller_leaves_before_the_answer()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(OneAtATime, clock: clock);
        await LeaveAsync(edge, ": working\n\n");
        await Deadline.Until(() => edge.Logs.Lines.Any(l => l.Category == "Microsoft.AspNetCore.Hosting.Diagnostics" && l.Id.Id == 2),
            "the end of the request");
        Assert.Contains("\"reason\":\"rate_limited\"", (await edge.PostAsync(Call)).Text);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    [Fact]
    public async Task A_permit_is_free_when_the_caller_leaves_with_the_answer_before_the_stream_ends()
    {
        await using var edge = await EdgeHost.StartAsync(OneAtATime, clock: new ManualTimeProvider());
        await LeaveAsync(edge, Answer);
        await Deadline.Until(() => edge.Logs.Lines.Any(l => l.Category == "Microsoft.AspNetCore.Hosting.Diagnostics" && l.Id.Id == 2),
            "the end of the request");
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    // A server that writes some of its stream and then holds it open; a caller that reads so much and leaves. Later calls are answered at
    // once.
    private static async Task LeaveAsync(EdgeHost edge, string written)
    {
        edge.Server.Answer = async (context, _) =>
        {
            edge.Server.Answer = (next, _) => ScriptedServer.Events(next, Answer);
            await ScriptedServer.Events(context, written);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call);
        await caller.ReadUntilAsync(written);
    }
}
