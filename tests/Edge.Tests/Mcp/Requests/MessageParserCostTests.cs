using System.Buffers;
using System.Text;
using Edge.Mcp.Requests;
using Edge.Policy.Hashing;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

/// <summary>What reading a message costs: nothing that stays, and no table that callers can crowd.</summary>
public sealed class MessageParserCostTests
{
    private static readonly byte[] Typical = Bodies.Utf8(
        """{"jsonrpc":"2.0","id":42,"method":"tools/call","params":{"name":"runsync-endpoint","arguments":"""
            + """{"endpointId":"ep-fast","input":{"prompt":"a photo of a lighthouse at dusk, wide angle","steps":28,"guidance":"""
            + """7.5,"size":[1024,1024]},"wait":90000},"_meta":{"progressToken":42,"client":"agent/1.4.2"}}}""");

    [Fact]
    public void A_call_of_300_bytes_with_known_names_allocates_nothing()
    {
        Assert.InRange(Typical.Length, 290, 310);
        AssertFree(Bodies.Whole(Typical));
    }

    [Fact]
    public void A_modern_call_in_pieces_with_escapes_allocates_nothing_either()
    {
        var body = Bodies.Utf8(
            """{"jsonrpc":"2.0","id":"a-1","method":"tools\/call","params":{"na\u006de":"get\u002dpod","arguments":"""
                + """{"podId":"\ud83d\ude00"},"_meta":"""
                + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""");
        AssertFree(Bodies.Cut(body, 10, 11, 60, 61, 62, 90, 130));
    }

    [Fact]
    public void A_hundred_thousand_names_in_one_object_are_read() => Assert.Null(Bodies.Parse(Object(99_000, i => $"k{i}"), out _));

    [Fact]
    public void Names_that_collide_in_unkeyed_hashes_do_not_collide_here()
    {
        // Strings of equal length made of 'Aa' and 'BB' collide in Java's hash, and in other sums of the kind.
        var names = Enumerable.Range(0, 1 << 14).Select(bits =>
            string.Concat(Enumerable.Range(0, 14).Select(bit => (bits >> bit & 1) == 0 ? "Aa" : "BB"))).ToArray();
        var hash = SipHash.Random();
        var hashes = names.Select(name => hash.Of(Encoding.ASCII.GetBytes(name))).ToArray();

        Assert.Equal(names.Length, hashes.Distinct().Count());
        var fullest = hashes.GroupBy(hash => hash % (1 << 14)).Max(group => group.Count());
        Assert.InRange(fullest, 1, 16);
        Assert.Null(Bodies.Parse(Object(names.Length, i => names[i]), out _));
    }

    [Fact]
    public void A_duplicate_is_found_among_many_names_at_any_place()
    {
        for (var count = 2; count <= 600; count += count < 40 ? 1 : 37)
        {
            foreach (var first in new[] { 0, (count - 1) / 2, count - 2 })
                Assert.Equal(RefusalReason.DuplicateKey,
                    Bodies.Parse(Object(count, i => i == count - 1 ? $"k{first}" : $"k{i}"), out _)?.Reason);
        }
    }

    [Fact]
    public void The_same_names_in_many_large_objects_are_no_duplicates()
    {
        var one = $"{{{string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"k{i}\":{{\"k{i}\":0}}"))}}}";
        var many = string.Join(',', Enumerable.Repeat(one, 200));

        Assert.Null(Bodies.Parse(Bodies.CalledWith($"{{\"a\":[{many}]}}")));
    }

    [Fact]
    public void The_hash_is_the_published_one()
    {
        // SipHash-1-3 with the key zero, as CPython 3.11 computes hash(bytes) with PYTHONHASHSEED=0.
        Assert.Equal(0x407448d2b89b1813UL, new SipHash(0, 0).Of("a"u8));
        Assert.Equal(0x26f73335cc2e7868UL, new SipHash(0, 0).Of("method"u8));
        Assert.Equal(0x3f7b849c0b8e35eaUL, new SipHash(0, 0).Of("abcdefgh"u8));
        Assert.Equal(0xf89b34a3d11eb6e5UL, new SipHash(0, 0).Of("abcdefghi"u8));
        Assert.Equal(0x6f1c15fc8d6fa4b3UL, new SipHash(0, 0).Of("io.modelcontextprotocol/protocolVersion"u8));
        Assert.Equal(0x5dc1f93ea135eb43UL, new SipHash(0, 0).Of([.. Enumerable.Range(0, 255).Select(i => (byte)i)]));
    }

    [Fact]
    public void Names_are_kept_in_a_fixed_room_and_known_ones_come_back_the_same()
    {
        var cache = new NameCache();
        Assert.Same(cache.Get("get-pod"u8), cache.Get("get-pod"u8));

        for (var i = 0; i < 50_000; i++)
            Assert.Equal($"junk-{i}", cache.Get(Bodies.Utf8($"junk-{i}")));
        Assert.Equal("get-pod", cache.Get("get-pod"u8));
        Assert.Same(cache.Get("get-pod"u8), cache.Get("get-pod"u8));
        Assert.Equal("größe", cache.Get("größe"u8));
        Assert.Equal(new string('x', 5000), cache.Get(Bodies.Utf8(new string('x', 5000))));
    }

    private static void AssertFree(ReadOnlySequence<byte> body)
    {
        var parser = new MessageParser();
        var message = new Message();
        for (var i = 0; i < 100; i++)
            Assert.Null(parser.Parse(body, message));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            parser.Parse(body, message);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Object(int members, Func<int, string> name)
    {
        var text = new StringBuilder("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{""");
        for (var i = 0; i < members; i++)
            text.Append(i == 0 ? "" : ",").Append('"').Append(name(i)).Append("\":0");
        return Bodies.Utf8(text.Append("}}}").ToString());
    }
}
