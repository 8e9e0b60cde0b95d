using System.Text;
using Edge.Mcp.Json;
using Xunit;

namespace Edge.Tests.Mcp.Json;

public sealed class KeySetTests
{
    private readonly KeySet _keys = new();

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    [InlineData(20_000)]
    public void Every_repeated_name_is_found(int names)
    {
        _keys.Enter();
        Assert.True(AddAll(names));
        foreach (var repeated in new[] { 0, names / 2, names - 1 })
            Assert.False(Add(repeated));
        Assert.True(Add(names));
    }

    [Fact]
    public void Objects_between_the_names_of_a_large_one_leave_no_trace()
    {
        _keys.Enter();
        for (var i = 0; i < 40; i++)
        {
            Assert.True(Add(i));
            _keys.Enter();
            Assert.True(AddAll(700));
            Assert.False(Add(i));
            _keys.Leave();
        }

        Assert.False(Add(7));
        Assert.True(Add(40));
    }

    [Fact]
    public void Clearing_forgets_a_document_left_in_the_middle()
    {
        for (var depth = 0; depth < JsonDepth.Max; depth++)
        {
            _keys.Enter();
            Assert.True(AddAll(20));
        }

        _keys.Clear();
        _keys.Enter();
        Assert.True(AddAll(20));
    }

    [Fact]
    public void A_warm_set_allocates_nothing()
    {
        var names = Enumerable.Range(0, 5000).Select(i => Encoding.UTF8.GetBytes($"name{i}")).ToArray();
        Fill();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fill()
        {
            _keys.Enter();
            foreach (var name in names)
                _keys.TryAdd(name);
            _keys.Clear();
        }
    }

    private bool AddAll(int names)
    {
        for (var i = 0; i < names; i++)
        {
            if (!Add(i))
                return false;
        }

        return true;
    }

    private bool Add(int name) => _keys.TryAdd(Encoding.UTF8.GetBytes($"name{name}"));
}
