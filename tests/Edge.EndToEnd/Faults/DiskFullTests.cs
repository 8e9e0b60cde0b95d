using System.Net;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Faults;

/// <summary>
/// A disk for the records that is full: nothing is forwarded that cannot be recorded, and all is well again when there is room.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class DiskFullTests
{
    [Fact]
    public async Task A_full_disk_stops_calls_and_nothing_else_and_loses_no_record()
    {
        using var disk = SmallVolume.Make();
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, FaultPolicies.Usual,
                [("Edge__Audit__Path", Path.Combine(disk.Path, "audit")), AuditTrail.Recording, .. FaultPolicies.NoFlood]);
        using var caller = new LoadCaller(edge.Url);
        var passed = new HashSet<int>();
        await PassAsync();
        disk.Fill(edge.ProcessId);

        // What finds the disk full may be under way already; from then on nothing passes.
        LoadAnswer answer;
        var number = 0;
        do
        {
            Assert.InRange(passed.Count, 0, 4096);
            number = FaultyWorld.Next();
            answer = await caller.CallAsync("echo", number);
            if (answer.Fault is null)
                passed.Add(number);
        }
        while (answer.Fault is null);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, (number, -32603, "Edge cannot record this call.")),
            (answer.Status, answer.Fault!.Value));
        for (var i = 0; i < 50; i++)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await caller.CallAsync("echo", FaultyWorld.Next())).Status);
        await caller.ListedAsync();
        Assert.Equal(passed.Order(), server.Seen().Order());
        Assert.Contains("Audit records cannot be written; until they can, calls are refused: ", edge.Output, StringComparison.Ordinal);

        disk.Free(edge.ProcessId);
        await edge.SaysAsync("Audit records are written again; none of those that waited is lost.");
        await PassAsync();
        Assert.Equal(passed.Order(), server.Seen().Order());

        await edge.TerminateAsync();
        Assert.Equal(0, await edge.ExitAsync());
        var trail = await AuditTrail.ReadAsync(Path.Combine(disk.Path, "audit"));
        Assert.Equal(passed.Order(), trail.Allowed().Order());
        Assert.DoesNotContain(trail.Calls, call => call.Status != 200);

        async Task PassAsync()
        {
            var next = FaultyWorld.Next();
            await caller.AllowedAsync("echo", next);
            passed.Add(next);
        }
    }
}
