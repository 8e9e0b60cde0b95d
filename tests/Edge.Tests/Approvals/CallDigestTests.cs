using System.Buffers;
using System.Text;
using Edge.Approvals;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class CallDigestTests
{
    /// <summary>Made by an implementation of the description in another language.</summary>
    [Theory]
    [InlineData("dc8f0be707db1ca4c912633b9ea940525b6e9c33467c38d30318dd07fedc7b6e", "create-pod", """{"name":"create-pod","arguments":{"body":{"gpu":{"count":1}}}}""")]
    [InlineData("509b6de05a2243ce9692bdb7a60dc884195be48c6d599349638b19ed7236a2e1", "t", "{}")]
    [InlineData("339425db741ac6f1737c38d79607b489d5b634c9ca1208526bde266924b71e46", "t", """{"name":"t","arguments":{"z":null,"a":[true,false,1.50,-0,1e3],"é":"€😀","":{}}}""")]
    public void The_digest_is_what_the_description_says(string digest, string tool, string parameters) => Assert.Equal(digest, Of(parameters, tool));

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
        Assert.Equal(calls.Length, calls.Select(c => CallDigest.Of(c.Item1, c.Item2, c.Item3, Bytes("{}"))).Distinct().Count());
    }

    [Fact]
    public void However_the_bytes_are_cut_into_segments()
    {
        const string Parameters = """{"name":"t","arguments":{"text":"a\u00e9b","n":12345}}""";
        var bytes = Encoding.UTF8.GetBytes(Parameters);
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(Of(Parameters), CallDigest.Of("alice", "runpod", "t", Cut(bytes, cut)));
    }

    private static string Of(string parameters, string tool = "t") => CallDigest.Of("alice", "runpod", tool, Bytes(parameters));

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
