using System.Globalization;
using System.Text.RegularExpressions;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>
/// SIGTERM while calls are under way: each call that Edge took is answered, and client, records, log and server tell the same.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed partial class ShutdownUnderLoadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_call_under_way_is_lost_and_no_record_is_missing(bool durable)
    {
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, FaultPolicies.Usual, [("Edge__Audit__Durable", $"{durable}"), AuditTrail.Recording, .. FaultPolicies.NoFlood]);
        var callers = Enumerable.Range(0, 8).Select(_ => new LoadCaller(edge.Url)).ToList();
        // A stream without an end must not hold the shutdown up.
        var open = callers[0].OpenedUntilItEndsAsync();
        var answered = new HashSet<int>();
        var denied = new HashSet<int>();
        var lost = new HashSet<int>();
        var load = Enumerable.Range(0, 64).Select(i => Task.Run(() => LoadAsync(callers[i % callers.Count], i))).ToList();
        await Testing.Deadline.Until(() => server.Seen().Count >= 400 || load.Exists(l => l.IsFaulted), "the load");

        var began = TimeProvider.System.GetTimestamp();
        await edge.TerminateAsync();
        Assert.Equal(0, await edge.ExitAsync());
        var took = TimeProvider.System.GetElapsedTime(began);
        await Task.WhenAll(load);
        await open;
        callers.ForEach(caller => caller.Dispose());

        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        TestContext.Current.SendDiagnosticMessage(
            $"durable {durable}: SIGTERM to the end {took.TotalSeconds:0.0} s; {answered.Count} calls answered, {denied.Count} "
                + $"denied, {lost.Count} came too late");
        // What came too late was refused a connection or had it closed: no decision, nothing forwarded.
        Assert.Equal(answered.Order(), server.Seen().Order());
        Assert.Equal(answered.Order(), trail.Allowed().Order());
        Assert.Equal(denied.Order(), trail.Denied().Order());
        // The first hundred have a line each, the rest is told in sums, the last of them at the end.
        Assert.Equal(denied.Count, DeniedLine().Matches(edge.Output).Sum(
            line => line.Groups["times"] is { Success: true } times ? int.Parse(times.Value, CultureInfo.InvariantCulture) : 1));
        Assert.DoesNotContain(trail.Calls, call => call.Status != 200);
        Assert.InRange(took.TotalSeconds, 0, 10);

        async Task LoadAsync(LoadCaller caller, int i)
        {
            // Until Edge is gone.
            while (true)
            {
                var number = FaultyWorld.Next();
                var denying = ++i % 5 == 0;
                try
                {
                    if (denying)
                        await caller.DeniedAsync("echo", number, "condition_matched", "\"no\":true,");
                    else if (i % 5 == 1)
                        await caller.StreamedAsync(number, count: 5, milliseconds: 30);
                    else
                        await caller.AllowedAsync("wait", number, $"\"ms\":{i % 7 * 40},");
                }
                catch (HttpRequestException)
                {
                    lock (lost)
                        lost.Add(number);
                    return;
                }

                lock (lost)
                    (denying ? denied : answered).Add(number);
            }
        }
    }

    [GeneratedRegex(@"Denied 'tools/call' [^\r\n]*?\([0-9A-Z]{26}\)( \((?<times>[0-9]+) times? in )?")]
    private static partial Regex DeniedLine();
}
