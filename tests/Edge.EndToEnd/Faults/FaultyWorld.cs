using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>One Edge before one <see cref="FaultServer"/>; at the end every decision must be on record, with one outcome each.</summary>
public abstract class FaultyWorld(string policy, params (string Key, string Value)[] settings) : IAsyncLifetime
{
    private static int _number;

    private EdgeProgram? _edge;
    private FaultServer? _server;

    internal EdgeProgram Edge => _edge!;

    internal FaultServer Server => _server!;

    /// <summary>A number that no other call has.</summary>
    internal static int Next() => Interlocked.Increment(ref _number);

    public async ValueTask InitializeAsync()
    {
        _server = await FaultServer.StartAsync();
        _edge = await EdgeProgram.StartAsync(Server.Address, policy, [AuditTrail.Recording, .. settings]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await using (_server)
        await using (_edge)
        {
            if (_edge is null)
                return;
            await Edge.TerminateAsync();
            Assert.Equal(0, await Edge.ExitAsync());
            var output = Edge.Output;
            Assert.False(output.Contains("fail:", StringComparison.Ordinal) || output.Contains("crit:", StringComparison.Ordinal), output);
            var trail = await AuditTrail.ReadAsync(Edge.AuditFolder);
            Assert.DoesNotContain(trail.Calls, call => call.Status is null);
            Assert.Equal(trail.Allowed().Count(), trail.Allowed().Distinct().Count());
            Assert.Subset(trail.Allowed().ToHashSet(), Server.Seen().ToHashSet());
            Assert.Equal(Server.Seen().Count, Server.Seen().Distinct().Count());
        }
    }
}
