using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>64 bodies of 20 MiB at once, from 16 addresses: what Edge occupies is what it may buffer, and little more.</summary>
[Collection(FaultCollection.Name)]
public sealed class BodyMemoryTests
{
    private const int Bodies = 64;
    private const int BodyBytes = 20 << 20;
    private const int BesidesMiB = 150;

    [Theory]
    // The default: a dozen of them find room at a time, the others are told to try again, and what they go on sending is read and dropped.
    [InlineData(256, "sum")]
    // Room for all: the server answers none before it has all of them.
    [InlineData(1536, "gather")]
    public async Task Sixty_four_bodies_of_20_MiB_at_once(int maxBufferedMiB, string tool)
    {
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address, FaultPolicies.Usual,
                [("Edge__Wire__MaxBufferedBytes", $"{maxBufferedMiB * ProcessFigures.MiB}"), AuditTrail.Recording,
                    .. FaultPolicies.NoFlood]);
        var callers = Enumerable.Range(0, 16).Select(i => new LoadCaller(edge.Url, $"127.0.0.{i + 20}")).ToList();
        using var again = new SemaphoreSlim(8);
        var refused = 0;
        var before = ProcessFigures.Of(edge.ProcessId).ResidentBytes / ProcessFigures.MiB;
        await Task.WhenAll(Enumerable.Range(0, Bodies).Select(i => Task.Run(async () =>
        {
            var call = LoadCaller.LargeCall(tool, FaultyWorld.Next(), BodyBytes, $"\"count\":{Bodies},");
            if (await IsTakenAsync(callers[i % callers.Count], call))
                return;
            // Who was refused comes again when there may be room: what is refused is sent whole, and the machine has to carry it.
            Interlocked.Increment(ref refused);
            await again.WaitAsync();
            while (!await IsTakenAsync(callers[i % callers.Count], call))
                Interlocked.Increment(ref refused);
            again.Release();
        })));
        callers.ForEach(caller => caller.Dispose());

        var peak = ProcessFigures.Of(edge.ProcessId).PeakBytes / ProcessFigures.MiB;
        TestContext.Current.SendDiagnosticMessage($"{maxBufferedMiB} MiB may be buffered: {before} MiB before, {peak} MiB at "
            + $"most, {refused} told to try again");
        Assert.InRange(peak, 0, maxBufferedMiB + BesidesMiB);
        Assert.Equal(Bodies, server.Seen().Count);
        Assert.Equal(Bodies, server.Seen().Distinct().Count());
        await edge.TerminateAsync();
        await edge.ExitAsync();
        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        Assert.Equal(server.Seen().Order(), trail.Allowed().Order());
    }

    // Edge closes the connection of a body for which it has no room, and who is still sending may see that alone.
    private static async Task<bool> IsTakenAsync(LoadCaller caller, byte[] call)
    {
        try
        {
            return await caller.TryLargeAsync(call);
        }
        catch (HttpRequestException broken) when (broken.InnerException is IOException)
        {
            return false;
        }
    }
}
