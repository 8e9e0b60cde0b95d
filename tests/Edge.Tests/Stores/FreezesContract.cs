using Edge.Stores;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>What freezes promise, wherever they are kept.</summary>
public abstract class FreezesContract
{
    /// <summary>The freezes of one Edge, over an empty store.</summary>
    private protected abstract Task<IFreezes> OpenAsync();

    [Fact]
    public async Task Nothing_is_frozen_at_first()
    {
        var freezes = await OpenAsync();

        Assert.Null(await FindAsync(freezes, "alice", "runpod"));
        Assert.Empty(await freezes.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_freeze_stops_whom_it_names_and_nobody_else()
    {
        var freezes = await OpenAsync();

        await SetAsync(freezes, FreezeTarget.Grant("alice"));
        Assert.Equal(FreezeTarget.Grant("alice"), await FindAsync(freezes, "alice", "runpod"));
        Assert.Null(await FindAsync(freezes, "Alice", "runpod"));
        Assert.Null(await FindAsync(freezes, "runpod", "alice"));

        await SetAsync(freezes, FreezeTarget.Server("runpod"));
        Assert.Equal(FreezeTarget.Server("runpod"), await FindAsync(freezes, "bob", "runpod"));
        Assert.Null(await FindAsync(freezes, "bob", "other"));

        await SetAsync(freezes, FreezeTarget.All);
        Assert.Equal(FreezeTarget.All, await FindAsync(freezes, "bob", "other"));
    }

    [Fact]
    public async Task The_widest_freeze_is_named()
    {
        var freezes = await OpenAsync();
        await SetAsync(freezes, FreezeTarget.Grant("alice"));
        await SetAsync(freezes, FreezeTarget.Server("runpod"));
        Assert.Equal(FreezeTarget.Server("runpod"), await FindAsync(freezes, "alice", "runpod"));

        await SetAsync(freezes, FreezeTarget.All);
        Assert.Equal(FreezeTarget.All, await FindAsync(freezes, "alice", "runpod"));
    }

    [Fact]
    public async Task Thawing_ends_exactly_one_freeze()
    {
        var freezes = await OpenAsync();
        await SetAsync(freezes, FreezeTarget.All);
        await SetAsync(freezes, FreezeTarget.Grant("alice"));

        Assert.Equal(FreezeTarget.All, (await freezes.ClearAsync(FreezeTarget.All, CancellationToken.None))!.Target);

        Assert.Equal(FreezeTarget.Grant("alice"), await FindAsync(freezes, "alice", "runpod"));
        Assert.Null(await FindAsync(freezes, "bob", "runpod"));
        Assert.Null(await freezes.ClearAsync(FreezeTarget.All, CancellationToken.None));
    }

    [Fact]
    public async Task To_freeze_again_says_anew_who_and_why()
    {
        var freezes = await OpenAsync();
        await freezes.SetAsync(FreezeTarget.All, "ann", "first", CancellationToken.None);

        var second = await freezes.SetAsync(FreezeTarget.All, "ben", null, CancellationToken.None);

        Assert.Equal(("ben", null), (second.By, second.Reason));
        Assert.Equal(second, Assert.Single(await freezes.ListAsync(CancellationToken.None)));
        Assert.InRange(second.At, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(200));
    }

    [Fact]
    public async Task The_list_is_in_the_order_of_scope_and_name()
    {
        var freezes = await OpenAsync();
        FreezeTarget[] targets = [FreezeTarget.All, FreezeTarget.Server("Z"), FreezeTarget.Server("a"), FreezeTarget.Grant("B"), FreezeTarget.Grant("a")];
        foreach (var target in targets.Reverse())
            await SetAsync(freezes, target);

        Assert.Equal(targets, (await freezes.ListAsync(CancellationToken.None)).Select(f => f.Target));
    }

    private static async Task<FreezeTarget?> FindAsync(IFreezes freezes, string grant, string server) =>
        (await freezes.FindAsync(grant, server, CancellationToken.None))?.Target;

    private static async Task SetAsync(IFreezes freezes, FreezeTarget target) =>
        await freezes.SetAsync(target, "ann", "because", CancellationToken.None);
}
