using Edge.Policy.Freezes;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>What every <see cref="IFreezeStore"/> does, wherever it keeps them.</summary>
public abstract class FreezeContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>An empty store.</summary>
    private protected abstract ValueTask<IFreezeStore> NewAsync();

    [Fact]
    public async Task Nothing_is_frozen_at_first()
    {
        var freezes = await NewAsync();
        Assert.Null(await freezes.FindAsync("g", "s", None));
        Assert.Empty(await freezes.ListAsync(None));
        Assert.Null(await freezes.ClearAsync(FreezeTarget.All, None));
    }

    [Fact]
    public async Task A_grant_is_stopped_at_every_server_and_no_other_grant_is()
    {
        var freezes = await NewAsync();
        var set = await freezes.SetAsync(FreezeTarget.Grant("g"), "anna", "why not", None);
        Assert.Equal(set, await freezes.FindAsync("g", "s", None));
        Assert.Equal(set, await freezes.FindAsync("g", "t", None));
        Assert.Null(await freezes.FindAsync("G", "s", None));
        Assert.Null(await freezes.FindAsync("g2", "g", None));
        Assert.Equal((FreezeTarget.Grant("g"), "anna", "why not"), (set.Target, set.By, set.Reason));
    }

    [Fact]
    public async Task A_server_is_stopped_for_everyone_and_no_other_server_is()
    {
        var freezes = await NewAsync();
        var set = await freezes.SetAsync(FreezeTarget.Server("s"), "anna", null, None);
        Assert.Equal(set, await freezes.FindAsync("g", "s", None));
        Assert.Equal(set, await freezes.FindAsync("h", "s", None));
        Assert.Null(await freezes.FindAsync("s", "t", None));
        Assert.Null(set.Reason);
    }

    [Fact]
    public async Task Each_freeze_is_thawed_alone_and_the_widest_is_found_first()
    {
        var freezes = await NewAsync();
        await freezes.SetAsync(FreezeTarget.Grant("g"), "anna", null, None);
        await freezes.SetAsync(FreezeTarget.All, "anna", null, None);
        await freezes.SetAsync(FreezeTarget.Server("s"), "anna", null, None);
        foreach (var target in new[] { FreezeTarget.All, FreezeTarget.Server("s"), FreezeTarget.Grant("g") })
        {
            Assert.Equal(target, (await freezes.FindAsync("g", "s", None))!.Target);
            Assert.Equal(target, (await freezes.ClearAsync(target, None))!.Target);
            Assert.Null(await freezes.ClearAsync(target, None));
        }

        Assert.Null(await freezes.FindAsync("g", "s", None));
    }

    [Fact]
    public async Task Frozen_again_it_is_one_freeze_with_the_last_word()
    {
        var freezes = await NewAsync();
        await freezes.SetAsync(FreezeTarget.Grant("g"), "anna", "first", None);
        var last = await freezes.SetAsync(FreezeTarget.Grant("g"), "paul", null, None);
        Assert.Equal([last], await freezes.ListAsync(None));
        Assert.Equal(("paul", null), (last.By, last.Reason));
    }

    [Fact]
    public async Task They_are_listed_by_scope_and_name_in_the_order_of_code_points()
    {
        var freezes = await NewAsync();
        FreezeTarget[] targets = [FreezeTarget.All, FreezeTarget.Server("B"), FreezeTarget.Server("a"), FreezeTarget.Grant("Z"),
            FreezeTarget.Grant("_"), FreezeTarget.Grant("a"), FreezeTarget.Grant("é")];
        foreach (var target in targets.Reverse())
            await freezes.SetAsync(target, "anna", null, None);
        Assert.Equal(targets, (await freezes.ListAsync(None)).Select(freeze => freeze.Target));
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_freeze_and_thaw_at_once()
    {
        var freezes = await NewAsync();
        await Parallel.ForAsync(0, 64, Deadline.Token, async (i, cancellation) =>
        {
            await freezes.SetAsync(FreezeTarget.Grant($"stays{i}"), "anna", null, cancellation);
            await freezes.SetAsync(FreezeTarget.Grant($"goes{i}"), "anna", null, cancellation);
            Assert.NotNull(await freezes.FindAsync($"goes{i}", "s", cancellation));
            Assert.NotNull(await freezes.ClearAsync(FreezeTarget.Grant($"goes{i}"), cancellation));
        });
        var left = await freezes.ListAsync(None);
        Assert.Equal(64, left.Count);
        Assert.All(left, freeze => Assert.StartsWith("stays", freeze.Target.Name, StringComparison.Ordinal));
    }
}
