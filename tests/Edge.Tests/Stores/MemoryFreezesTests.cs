using Edge.Policy.Freezes;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Stores;

public sealed class MemoryFreezesTests : FreezeContract
{
    private protected override ValueTask<IFreezeStore> NewAsync() => new(new MemoryFreezeStore(TimeProvider.System));

    [Fact]
    public async Task A_freeze_says_when_it_was_set()
    {
        var clock = new ManualTimeProvider();
        var freezes = new MemoryFreezeStore(clock);
        clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(clock.GetUtcNow(), (await freezes.SetAsync(FreezeTarget.All, "anna", null, default)).At);
        Assert.False(freezes.SurviveRestart);
    }

    [Fact]
    public async Task Asking_costs_nothing_while_nothing_is_frozen()
    {
        var freezes = new MemoryFreezeStore(TimeProvider.System);
        await freezes.SetAsync(FreezeTarget.All, "anna", null, default);
        await freezes.ClearAsync(FreezeTarget.All, default);
        Ask(freezes, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(freezes, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Ask(MemoryFreezeStore freezes, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var asked = freezes.FindAsync("g", "s", default);
            if (!asked.IsCompletedSuccessfully || asked.Result is not null)
                throw new InvalidOperationException("Nothing is frozen, and memory answers at once.");
        }
    }
}
