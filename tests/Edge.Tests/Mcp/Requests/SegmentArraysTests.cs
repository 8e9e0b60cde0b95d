using Edge.Mcp.Requests;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class SegmentArraysTests : IDisposable
{
    private const int Large = SegmentPool.MaxSegmentBytes;

    private readonly ManualTimeProvider _clock = new();
    private readonly SegmentArrays _arrays;

    public SegmentArraysTests() => _arrays = new SegmentArrays(_clock);

    public void Dispose() => _arrays.Dispose();

    [Fact]
    public void Every_array_serves_again_however_many_come_back()
    {
        var first = Many(4096);
        first.ForEach(a => _arrays.Return(a));
        Assert.Equal(4096, _arrays.Free);
        Assert.Subset(first.ToHashSet<object>(ReferenceEqualityComparer.Instance),
            Many(4096).ToHashSet<object>(ReferenceEqualityComparer.Instance));
        Assert.Equal(0, _arrays.Free);
    }

    [Fact]
    public void What_nobody_wanted_for_a_while_goes_back_to_the_heap()
    {
        Many(100).ForEach(a => _arrays.Return(a));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(100, _arrays.Free);
        Many(30).ForEach(a => _arrays.Return(a));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(30, _arrays.Free);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _arrays.Free);
    }

    [Fact]
    public void Smaller_arrays_are_the_shared_pools()
    {
        var array = _arrays.Rent(1024);
        _arrays.Return(array);
        Assert.Equal(0, _arrays.Free);
    }

    private List<byte[]> Many(int count) => [.. Enumerable.Range(0, count).Select(_ => _arrays.Rent(Large))];
}
