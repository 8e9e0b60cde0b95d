using System.Buffers;
using Edge.Mcp.Requests;
using Edge.Tests.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class BudgetedArraysTests
{
    private readonly BufferBudget _budget = new(256 * 1024);
    private readonly CountingPool _pool = new();

    [Fact]
    public void What_is_lent_is_counted_until_it_comes_back()
    {
        var arrays = new BudgetedArrays(_budget, default, _pool);
        var large = arrays.Rent(20_000);
        var small = arrays.Rent(100);
        Assert.Equal(32 * 1024 + 128, _budget.Held);
        arrays.Return(large);
        arrays.Return(small);
        Assert.Equal((0, 0), (_budget.Held, _budget.Clients));
    }

    [Fact]
    public void Whatever_length_is_asked_for_as_much_comes_back_as_was_lent()
    {
        var arrays = new BudgetedArrays(_budget, default, ArrayPool<byte>.Shared);
        for (var length = 0; length <= 5000; length++)
        {
            arrays.Return(arrays.Rent(length));
            Assert.Equal((0, 0), (_budget.Held, _budget.Clients));
        }
    }

    [Fact]
    public void Beyond_the_share_of_a_client_only_a_page_is_lent()
    {
        var arrays = new BudgetedArrays(_budget, default, _pool);
        arrays.Rent(64 * 1024);
        Assert.Throws<BuffersFullException>(() => arrays.Rent(4097));
        Assert.Equal(64 * 1024, _budget.Held);
        Assert.Equal(1, _pool.Outstanding);
        arrays.Rent(4096);
        Assert.Equal(68 * 1024, _budget.Held);
        Assert.NotEmpty(new BudgetedArrays(_budget, new ClientNetwork(1), _pool).Rent(64 * 1024));
    }
}
