using System.Net.Sockets;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>
/// What becomes of long calls when Edge is told to stop: they end with their results, or are cut and counted in one line.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class DrainTests
{
    private static readonly int[] Long = [2000, 6000, 12_000];

    [Fact]
    public async Task Calls_of_2_6_and_12_seconds_end_with_their_results_under_load()
    {
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, FaultPolicies.Usual, [AuditTrail.Recording, .. FaultPolicies.NoFlood]);
        using var caller = new LoadCaller(edge.Url);
        using var other = new LoadCaller(edge.Url);
        var calls = Long.Select(ms => (Number: FaultyWorld.Next(), Ms: ms)).ToList();
        var streams = Long.Select(ms => (Number: FaultyWorld.Next(), Ms: ms)).ToList();
        List<Task> results =
        [
            .. calls.Select(call => caller.AllowedAsync("wait", call.Number, $"\"ms\":{call.Ms},")),
            .. streams.Select(stream => caller.StreamedAsync(stream.Number, count: stream.Ms / 200, milliseconds: 200)),
        ];
        var open = caller.OpenedUntilItEndsAsync();
        var load = Enumerable.Range(0, 16).Select(_ => LoadAsync()).ToList();
        await Testing.Deadline.Until(
            () => server.Seen().Count > 200 && calls.Concat(streams).All(call => server.Seen().Contains(call.Number)), "the load");

        var began = TimeProvider.System.GetTimestamp();
        await edge.TerminateAsync();

        // Streams without an end are ended at once, and nobody gets in any more.
        await open;
        await Task.WhenAll(load);
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.DoesNotContain(results, result => result == results[2] && result.IsCompleted);
        await Task.WhenAll(results);
        Assert.Equal(0, await edge.ExitAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 5, 30);
        Assert.Contains("; they may take 00:00:30 to finish, and a second signal cuts them.", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Calls cut", edge.Output, StringComparison.Ordinal);
        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        Assert.Equal(server.Seen().Order(), trail.Allowed().Order());
        Assert.All(trail.Calls, call => Assert.Equal(200, call.Status));

        async Task LoadAsync()
        {
            try
            {
                while (true)
                    await other.AllowedAsync("echo", FaultyWorld.Next());
            }
            catch (HttpRequestException)
            {
                // Edge takes no more.
            }
        }

        async Task ConnectAsync()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(edge.Url.Host, edge.Url.Port);
        }
    }

    [Fact]
    public async Task What_outlasts_the_grace_is_cut_and_counted()
    {
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, FaultPolicies.Usual, [AuditTrail.Recording, ("Edge__ShutdownGrace", "00:00:01")]);
        using var caller = new LoadCaller(edge.Url);
        var calls = await HoldAsync(caller, server, "never", "never", "half");

        await edge.TerminateAsync();

        Assert.Equal(3, await edge.ExitAsync());
        await AssertCutAsync(edge, calls, "the grace of 00:00:01 is over (Edge:ShutdownGrace)");
    }

    [Fact]
    public async Task A_second_signal_cuts_at_once()
    {
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, FaultPolicies.Usual, [AuditTrail.Recording, ("Edge__ShutdownGrace", "00:10:00")]);
        using var caller = new LoadCaller(edge.Url);
        var calls = await HoldAsync(caller, server, "never", "silent");

        await edge.TerminateAsync();
        // What follows within 0.2 s is the same signal.
        var began = TimeProvider.System.GetTimestamp();
        await edge.SaysAsync("Shutting down. Calls under way: 2; they may take 00:10:00 to finish");
        await Testing.Deadline.Until(
            () => TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMilliseconds(250), "the second signal's time");
        await edge.TerminateAsync();

        Assert.Equal(3, await edge.ExitAsync());
        await AssertCutAsync(edge, calls, "of a second signal");
    }

    private static async Task<List<Task>> HoldAsync(LoadCaller caller, FaultServer server, params string[] tools)
    {
        var calls = tools.Select(tool => (Task)caller.CallAsync(tool, FaultyWorld.Next())).ToList();
        await Testing.Deadline.Until(() => server.Seen().Count == tools.Length, "the calls");
        return calls;
    }

    private static async Task AssertCutAsync(EdgeProgram edge, List<Task> calls, string reason)
    {
        foreach (var call in calls)
            await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Equal(2, edge.Output.Split($"Calls cut: {calls.Count}, because {reason}.").Length);
        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        Assert.Equal(calls.Count, trail.Calls.Count);
        Assert.DoesNotContain(trail.Calls, call => call.Status is null);
        Assert.False(
            edge.Output.Contains("   at ", StringComparison.Ordinal) || edge.Output.Contains(" fail: ", StringComparison.Ordinal),
            edge.Output);
    }
}
