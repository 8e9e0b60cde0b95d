using System.Buffers;
using System.Text;
using Edge.Gateway.Audit;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Tests.Audit;

public sealed class ArgumentOutlineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("""{"a":1,"b":"x","c":null,"d":true}""", "args.a args.b args.c args.d")]
    [InlineData("""{"body":{"gpu":{"count":8,"id":"H100"},"env":{}}}""", "args.body.gpu.count args.body.gpu.id args.body.env")]
    [InlineData("""{"a":{"b":{"c":{"d":{"e":1}}}},"f":2}""", "args.a.b.c.d args.f")]
    [InlineData("""{"ids":[1,2,3],"none":[],"items":[{"name":1},{"name":2,"size":{"x":1}}],"rows":[[1],[2]]}""",
        "args.ids args.none args.items[*].name args.items[*].size.x args.rows[*]")]
    [InlineData("""{"mixed":[1,{"a":2}]}""", "args.mixed[*].a args.mixed")]
    [InlineData("""{"a.b":1,"":2,"a\"\\":3,"\u00e9":4,"a b":5}""", """args["a.b"] args[""] args["a\"\\"] args["é"] args["a b"]""")]
    [InlineData("""{ "n\u0061me" : {"x":1} }""", "args.name.x")]
    public void The_leaves_are_named_as_policies_name_them(string arguments, string expected) =>
        Assert.Equal(expected, string.Join(' ', Outline(arguments)));

    [Fact]
    public void What_is_named_can_be_asked_for_in_a_policy()
    {
        foreach (var path in Outline("""{"a.b":{"c d":[{"\"":1}]},"é":2,"x":[1]}"""))
            Assert.True(PathParser.TryRead(path, out ValuePath? _, out var problem), $"{path}: {problem}");
    }

    [Fact]
    public void At_most_64_paths_are_kept_and_the_rest_is_not_read()
    {
        var arguments = "{" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"k{i}\":{i}")) + "}";
        var paths = Outline(arguments);
        Assert.Equal(64, paths.Count);
        Assert.Equal("args.k63", paths[63]);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("😀")]
    [InlineData("x😀")]
    [InlineData("\\\"")]
    public void A_long_name_is_cut_between_characters(string piece)
    {
        var path = Assert.Single(Outline("{\"" + string.Concat(Enumerable.Repeat(piece, 3000)) + "\":{\"y\":1}}"));
        Assert.True(path.Length <= 128);
        Assert.EndsWith("…", path);
        Assert.Equal(path, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(path)));
    }

    [Fact]
    public void Bytes_in_many_pieces_read_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"body":{"gpu":{"count":8}},"a b":[{"c":1}]}""");
        var first = new BodySegmentOf(bytes[..1]);
        var last = first;
        for (var i = 1; i < bytes.Length; i++)
            last = last.Then(bytes[i..(i + 1)]);
        var outline = new ArgumentOutline();
        outline.Read(new ReadOnlySequence<byte>(first, 0, last, 1));
        Assert.Equal(["args.body.gpu.count", """args["a b"][*].c"""], Paths(outline));
    }

    private static List<string> Outline(string arguments)
    {
        var outline = new ArgumentOutline();
        outline.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)));
        return Paths(outline);
    }

    private static List<string> Paths(ArgumentOutline outline) =>
        [.. Enumerable.Range(0, outline.Count).Select(i => outline[i].ToString())];

    private sealed class BodySegmentOf : ReadOnlySequenceSegment<byte>
    {
        public BodySegmentOf(byte[] bytes) => Memory = bytes;

        public BodySegmentOf Then(byte[] bytes)
        {
            var next = new BodySegmentOf(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
