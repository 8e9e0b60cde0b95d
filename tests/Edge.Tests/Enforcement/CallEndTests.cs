using Edge.Gateway.Enforcement;
using Edge.Mcp.Requests;
using Edge.Testing;
using Edge.Tests.Approvals;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>
/// Whenever and however a call ends, what it holds is ended once and in one order: its body, its approval, its limits; then its end is
/// told.
/// </summary>
public sealed class CallEndTests
{
    private const string Policy = """
        { "version": "1", "default": "deny",
          "tools": { "buy": { "approval": {}, "limits": [ { "counter": "n", "max": 1, "algorithm": "concurrency" } ] } } }
        """;

    private const string Allowed = "started, freezes asked, limits asked, approval used, allowed";
    private const string GivenBack = "approval given back, limits GivenBack, ended";

    private readonly CallJournal _journal = new();

    [Fact]
    public async Task An_answered_call_has_ended_its_limits_when_it_ends()
    {
        await using var edge = await StartAsync();
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
        await AssertAsync(edge, $"{Allowed}, limits Completed, ended");
    }

    [Fact]
    public async Task A_call_that_reaches_no_server_gives_back_once_though_it_is_settled_before_its_answer_and_at_its_end()
    {
        await using var edge = await StartAsync(
            ("ReverseProxy:Clusters:server:Destinations:primary:Address", $"http://127.0.0.1:{FreePort.Next()}/"));
        Assert.Equal(502, (await edge.PostAsync(ApprovalPlay.Buy())).Status);
        await AssertAsync(edge, $"{Allowed}, {GivenBack}");
    }

    [Theory]
    [InlineData("freezes asked", "started, freezes asked, ended")]
    [InlineData("limits asked", "started, freezes asked, limits asked, ended")]
    [InlineData("approval used", $"started, freezes asked, limits asked, approval used, limits GivenBack, ended")]
    [InlineData("allowed", $"{Allowed}, {GivenBack}")]
    public async Task What_breaks_while_a_call_is_decided_leaves_nothing_held(string step, string expected)
    {
        await using var edge = await StartAsync();
        _journal.BreaksAt = step;
        Assert.Equal(500, (await edge.PostAsync(ApprovalPlay.Buy())).Status);
        await AssertAsync(edge, expected);
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("freezes asked", "started, freezes asked, ended")]
    [InlineData("limits asked", "started, freezes asked, limits asked, ended")]
    [InlineData("approval used", $"{Allowed}, {GivenBack}")]
    [InlineData("allowed", $"{Allowed}, {GivenBack}")]
    public async Task A_caller_that_leaves_while_its_call_is_decided_leaves_nothing_held(string step, string expected)
    {
        await using var edge = await StartAsync();
        _journal.StopsAt = step;
        using (await RawConnection.SendAsync(edge.Mcp, "POST", ApprovalPlay.Buy()))
            await _journal.ReachedAsync(step);
        await Deadline.Until(() => _journal.CallerLeft.IsCancellationRequested, "the caller to have left");
        _journal.GoOn();
        await AssertAsync(edge, expected);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_its_body_is_read_leaves_nothing_held()
    {
        await using var edge = await StartAsync();
        var call = ApprovalPlay.Buy();
        using (await RawConnection.SendAsync(edge.Mcp, "POST", "", "Content-Type: application/json", $"Content-Length: {call.Length}"))
            await Deadline.Until(() => CallsOf(edge) == 1, "the call to have arrived");
        await AssertAsync(edge, "");
    }

    [Theory]
    [InlineData(null, "limits CallerLeft")]
    [InlineData(": working\n\n", "limits CallerLeft")]
    [InlineData("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}\n\n", "limits Completed")]
    public async Task A_caller_that_leaves_a_server_at_work_has_used_what_it_used(string? written, string end)
    {
        await using var edge = await StartAsync();
        Answer(edge, written);
        using (var caller = await RawConnection.SendAsync(edge.Mcp, "POST", ApprovalPlay.Buy()))
        {
            await Deadline.Until(() => edge.Server.Received.Count == 1, "the server to have the call");
            if (written is not null)
                await caller.ReadUntilAsync(written);
        }

        await AssertAsync(edge, $"{Allowed}, {end}, ended");
    }

    [Theory]
    [InlineData("freezes asked", "started, freezes asked, ended")]
    [InlineData("limits asked", "started, freezes asked, limits asked, ended")]
    [InlineData("allowed", $"{Allowed}, {GivenBack}")]
    [InlineData(null, $"{Allowed}, limits CallerLeft, ended")]
    public async Task A_shutdown_that_cuts_a_call_leaves_nothing_held(string? step, string expected)
    {
        await using var edge = await StartAsync();
        _journal.StopsAt = step;
        Answer(edge, null);
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", ApprovalPlay.Buy());
        if (step is null)
            await Deadline.Until(() => edge.Server.Received.Count == 1, "the server to have the call");
        else
            await _journal.ReachedAsync(step);
        // The host may say that it had to cut something.
        _ = await Record.ExceptionAsync(() => edge.StopAsync(new CancellationToken(canceled: true)));
        await AssertAsync(edge, expected);
    }

    // With one approved call, of which nothing was written down.
    private async Task<EdgeHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var edge = await ApprovalPlay.StartAsync(Policy, services: _journal.Register, settings: settings);
        await edge.ApproveAsync(await edge.AskAsync(ApprovalPlay.Buy()));
        await Deadline.Until(() => CallsOf(edge) == 0, "the end of the first call");
        _journal.Clear();
        return edge;
    }

    // A server that answers with so much of a stream, or with nothing, and then goes on working until its caller leaves.
    private static void Answer(EdgeHost edge, string? written) => edge.Server.Answer = async (context, _) =>
    {
        if (written is not null)
            await ScriptedServer.Events(context, written);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    };

    private async Task AssertAsync(EdgeHost edge, string expected)
    {
        await Deadline.Until(() => CallsOf(edge) == 0, $"the end of the call after '{_journal.Text}'");
        Assert.Equal(expected, _journal.Text);
        Assert.Equal(0, edge.Services.GetRequiredService<BufferBudget>().Held);
    }

    private static int CallsOf(EdgeHost edge) => edge.Services.GetRequiredService<CallsUnderWay>().Count;
}
