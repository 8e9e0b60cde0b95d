using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class SegmentArraysTests
{
    [Fact]
    public void A_large_body_costs_its_memory_once()
    {
        var arrays = new SegmentArrays(64);
        Borrow(arrays, 64);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Borrow(arrays, 64);
        // The list of what is lent, and not the 4 MiB that are.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void No_more_is_kept_than_agreed()
    {
        var arrays = new SegmentArrays(3);
        Borrow(arrays, 10);
        Assert.Equal(3, arrays.Kept);
    }

    [Fact]
    public void What_nobody_needs_any_more_is_let_go()
    {
        var arrays = new SegmentArrays(10);
        Borrow(arrays, 10);
        arrays.Trim();
        Borrow(arrays, 4);
        arrays.Trim();
        Assert.Equal(4, arrays.Kept);
        arrays.Trim();
        Assert.Equal(0, arrays.Kept);
    }

    [Fact]
    public void Small_segments_are_the_shared_pools()
    {
        var arrays = new SegmentArrays(1);
        var array = arrays.Rent(1024);
        Assert.Equal(1024, array.Length);
        arrays.Return(array);
        Assert.Equal(0, arrays.Kept);
    }

    private static void Borrow(SegmentArrays arrays, int count)
    {
        List<byte[]> lent = new(count);
        for (var i = 0; i < count; i++)
            lent.Add(arrays.Rent(SegmentPool.MaxSegmentBytes));
        lent.ForEach(a => arrays.Return(a));
    }
}
