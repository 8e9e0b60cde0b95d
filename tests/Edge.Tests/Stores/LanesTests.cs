using Edge.Stores.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

public sealed class LanesTests
{
    [Fact]
    public async Task A_lane_takes_as_many_as_it_is_wide_and_others_in_the_order_in_which_they_came()
    {
        var lanes = new Lanes<string>(2);
        await lanes.EnterAsync("a", default);
        await lanes.EnterAsync("a", default);
        await lanes.EnterAsync("b", default);
        var third = lanes.EnterAsync("a", default).AsTask();
        var fourth = lanes.EnterAsync("a", default).AsTask();
        Assert.False(third.IsCompleted);
        lanes.Leave("a");
        await third;
        Assert.False(fourth.IsCompleted);
        lanes.Leave("a");
        await fourth;
    }

    [Fact]
    public async Task Who_gives_up_leaves_nothing_behind()
    {
        var lanes = new Lanes<string>(1);
        await lanes.EnterAsync("a", default);
        using var patience = new CancellationTokenSource();
        var waiting = lanes.EnterAsync("a", patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, lanes.Count);
        lanes.Leave("a");
        Assert.Equal(0, lanes.Count);
        await lanes.EnterAsync("a", default);
    }
}
