using Edge.Flood;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Flood;

public sealed class TallyTests
{
    [Fact]
    public void The_first_is_told_at_once_and_the_rest_once_a_second_in_sum()
    {
        var clock = new ManualTimeProvider();
        var tally = new Tally(clock);
        Assert.Equal(1, tally.Count());
        Assert.Null(tally.Count());
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Null(tally.Count());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, tally.Count());
        Assert.Null(tally.Count());
        Assert.Equal(5, tally.Total);
    }

    [Fact]
    public async Task Nothing_is_told_twice_or_lost_by_many_at_once()
    {
        var clock = new ManualTimeProvider();
        var tally = new Tally(clock);
        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Sum(_ => tally.Count() ?? 0))));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4001, told.Sum() + tally.Count());
    }
}
