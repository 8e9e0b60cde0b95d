using System.Buffers;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Testing;
using Edge.Tests.Audit;
using Edge.Tests.Telemetry;
using Xunit;

namespace Edge.Tests.Speed;

/// <summary>What making records leaves behind for the collector: nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class RecordAllocationTests
{
    private const int Calls = 200;
    private const int Rounds = 8;

    [Fact]
    public void A_call_is_recorded_without_garbage()
    {
        var keys = new EdgeKeys([AuditBench.Secret(1)]);
        var formatter = new AuditFormatter(new AuditSettings(), keys, new IdentityHash(keys), new ManualTimeProvider());
        using var chain = new AuditChain(keys.Signing(KeyPurpose.Audit), AuditHead.None);
        var lines = new ArrayBufferWriter<byte>(1 << 20);
        var call = AuditBench.Call(arguments: """{"body":{"gpu":{"count":8}},"list":["a"],"prompt":"hello"}""", session: "session");

        // The runtime allocates too, while it compiles: the least of several rounds is the records' own.
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            lines.ResetWrittenCount();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
            {
                Append(formatter.Decision(new DecidedCall(call, 0, TimeSpan.Zero), committed: null));
                Append(formatter.Outcome(new EndedCall(call, 0, TimeSpan.Zero, TimeSpan.FromTicks(12_345))));
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        void Append(AuditEntry entry)
        {
            chain.Append(entry.Kind, entry.Members, lines);
            entry.Release();
        }
    }
}
