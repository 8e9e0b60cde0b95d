using Edge.Policy.Approvals;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class MemoryApprovalsTests : ApprovalContract
{
    private readonly ManualTimeProvider _clock = new();

    private protected override ValueTask<IApprovalStore> NewAsync() => new(new MemoryApprovalStore(_clock));

    private protected override ValueTask PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return default;
    }

    [Fact]
    public async Task What_waits_is_bounded_in_number_and_in_memory_and_what_is_over_makes_room()
    {
        var store = new MemoryApprovalStore(_clock);
        var arguments = new string('x', ApprovalLimits.MaxArgumentBytes);
        var fits = (int)(ApprovalLimits.MaxMemory / arguments.Length);
        for (var i = 0; i < fits; i++)
            Assert.True((await store.AskAsync(AskedFor.Call(grant: $"g{i}", arguments: arguments), default)).IsNew);
        Assert.Equal(default, await store.AskAsync(AskedFor.Call(grant: "one more", arguments: arguments), default));
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(fits, (await store.SweepAsync(default)).Expired.Count);
        Assert.True((await store.AskAsync(AskedFor.Call(grant: "one more", arguments: arguments), default)).IsNew);

        var many = new MemoryApprovalStore(_clock);
        for (var i = 0; i < ApprovalLimits.MaxPending; i++)
            Assert.True((await many.AskAsync(AskedFor.Call(grant: $"g{i}"), default)).IsNew);
        Assert.Equal(default, await many.AskAsync(AskedFor.Call(grant: "one more"), default));
    }
}
