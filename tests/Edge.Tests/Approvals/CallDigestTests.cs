using System.Buffers;
using System.Text;
using Edge.Gateway.Approvals;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class CallDigestTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Other = new byte[32];

    /// <summary>Made by an implementation of the description in another language.</summary>
    [Theory]
    [InlineData("1b672751970ac86c0ea74de9624542a84aaae14c314f3d12523f57ca36427d53", "create-pod",
        """{"name":"create-pod","arguments":{"body":{"gpu":{"count":1}}}}""")]
    [InlineData("10bbd0a85d99ca55718f38fd535ad2cbac39f216f15a8139252e8f4b0d7f1ec1", "t", "{}")]
    [InlineData("38c86b89899543580e5f6f77be201165ecddc26ccc759cb5b214bbf0912098c6", "t",
        """{"name":"t","arguments":{"z":null,"a":[true,false,1.50,-0,1e3],"é":"€😀","":{}}}""")]
    public void The_digest_is_what_the_description_says(string digest, string tool, string parameters) =>
    Assert.Equal(digest, Of(parameters, tool));

    [Theory]
    [InlineData("""{"name":"t","arguments":{"a":1,"b":2}}""", """{"arguments":{"b":2,"a":1},"name":"t"}""")]
    [InlineData("""{"arguments":{"a":"é/\"\n😀"}}""", """{"arguments":{"\u0061":"\u00e9\/\u0022\u000a\ud83d\ude00"}}""")]
    [InlineData("""{"arguments":{"a":[1,{"c":2,"b":3}]}}""", """ { "arguments" : { "a" : [ 1 , { "b" : 3 , "c" : 2 } ] } } """)]
    [InlineData("""{"name":"t"}""", """{"name":"t","_meta":{"progressToken":7},"inputResponses":{"x":{}},"requestState":"s"}""")]
    [InlineData("""{"name":"t"}""", """{"\u005fmeta":{},"name":"t","request\u0053tate":"s"}""")]
    public void The_same_call_has_the_same_digest(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("""{"arguments":{"a":1}}""", """{"arguments":{"a":1.0}}""")]
    [InlineData("""{"arguments":{"a":1}}""", """{"arguments":{"a":"1"}}""")]
    [InlineData("""{"arguments":{"a":1}}""", """{"arguments":{"A":1}}""")]
    [InlineData("""{"arguments":{"a":[1,2]}}""", """{"arguments":{"a":[2,1]}}""")]
    [InlineData("""{"arguments":{"a":[1,[2]]}}""", """{"arguments":{"a":[[1],2]}}""")]
    [InlineData("""{"arguments":{"a":[]}}""", """{"arguments":{"a":{}}}""")]
    [InlineData("""{"arguments":{"a":null}}""", """{"arguments":{}}""")]
    [InlineData("""{"arguments":{"a":null}}""", """{"arguments":{"a":false}}""")]
    [InlineData("""{"arguments":{"a":"b","c":"d"}}""", """{"arguments":{"a":"bc","":"d"}}""")]
    [InlineData("""{"arguments":{"é":1}}""", """{"arguments":{"e\u0301":1}}""")]
    [InlineData("""{"arguments":{}}""", "{}")]
    [InlineData("""{"arguments":{"_meta":1}}""", """{"arguments":{}}""")]
    [InlineData("""{"task":{"ttl":1}}""", "{}")]
    public void Another_call_has_another_digest(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    [Fact]
    public void Grant_server_and_tool_do_not_run_together()
    {
        (string, string, string)[] calls = [("ab", "c", "d"), ("a", "bc", "d"), ("a", "b", "cd"), ("", "abc", "d"), ("abcd", "", "")];
        Assert.Equal(calls.Length, calls.Select(c => CallDigest.Of([Key], c.Item1, c.Item2, c.Item3, Bytes("{}"))[0]).Distinct().Count());
    }

    [Fact]
    public void However_the_bytes_are_cut_into_segments()
    {
        const string Parameters = """{"name":"t","arguments":{"text":"a\u00e9b","n":12345}}""";
        var bytes = Encoding.UTF8.GetBytes(Parameters);
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(Of(Parameters), CallDigest.Of([Key], "alice", "runpod", "t", Cut(bytes, cut))[0]);
    }

    [Fact]
    public void Each_key_has_a_digest_of_its_own_the_one_in_use_first()
    {
        var digests = CallDigest.Of([Key, Other], "alice", "runpod", "t", Bytes("{}"));
        Assert.Equal(2, digests.Distinct().Count());
        Assert.Equal(Of("{}"), digests[0]);
        Assert.Equal(CallDigest.Of([Other], "alice", "runpod", "t", Bytes("{}"))[0], digests[1]);
    }

    private static string Of(string parameters, string tool = "t") => CallDigest.Of([Key], "alice", "runpod", tool, Bytes(parameters))[0];

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ReadOnlySequence<byte> Cut(byte[] bytes, int at)
    {
        var first = new Segment(bytes.AsMemory(0, at), 0, null);
        var last = new Segment(bytes.AsMemory(at), at, first);
        return new ReadOnlySequence<byte>(first, 0, last, bytes.Length - at);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index, Segment? before)
        {
            (Memory, RunningIndex) = (memory, index);
            if (before is not null)
                before.Next = this;
        }
    }
}
