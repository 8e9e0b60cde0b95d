using System.Text;
using Edge.Mcp.Responses;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

/// <summary>What could be a list to some reader, and what to none.</summary>
public sealed class ListDetectorTests
{
    [Theory]
    // Lists, as they are meant.
    [InlineData("""{"result":{"tools":[]}}""", true)]
    [InlineData("""{"id":1,"result":{"_meta":{"x":[{}]},"prompts":[]}}""", true)]
    [InlineData("""{"result":{"resources":[]}}""", true)]
    [InlineData("""{"result":{"resourceTemplates":[]}}""", true)]
    // In other letters, with escapes, twice, in a batch, in the second document, in prototypes.
    [InlineData("""{"RESULT":{"Tools":[]}}""", true)]
    [InlineData("""{"re\u0073ult":{"\u0074ools":[]}}""", true)]
    [InlineData("""{"re\u017fult":{"tool\u017f":[]}}""", true)]
    [InlineData("{\"re\u017Fult\":{\"re\u017Fource\u017F\":[]}}", true)]
    [InlineData("""{"result":{},"result":{"tools":[]}}""", true)]
    [InlineData("""{"result":{"tools":[]},"result":{}}""", true)]
    [InlineData("""[{"result":{}},{"result":{"tools":[]}}]""", true)]
    [InlineData("""[[{"result":{"tools":[]}}]]""", true)]
    [InlineData("""{} {"result":{"tools":[]}}""", true)]
    [InlineData("""{"__proto__":{"result":{"tools":[]}}}""", true)]
    [InlineData("""{"result":{"__pr\u006fto__":{"tools":[]}}}""", true)]
    [InlineData("\uFEFF{\"result\":{\"tools\":[]}}", true)]
    // With what only some readers put up with.
    [InlineData("""{"result":{"x":NaN,"y":-Infinity,"z":"\ud800","tools":[]}}""", true)]
    [InlineData("""{'result':{'tools':[]}}""", true)]
    [InlineData("""{result:{tools:[]}}""", true)]
    [InlineData("""{"result":{tools:[]}}""", true)]
    [InlineData("""{"result":{"x":undefined,"tools":[]}}""", true)]
    [InlineData("""{"result":/* " */{"tools":[]}}""", true)]
    [InlineData("""{"result":{"tools"/**/:[]}}""", true)]
    [InlineData("{\"result\":{\"a\":1 // \"\n,\"tools\":[]}}", true)]
    [InlineData("""{"result":{"a":1 "tools":[]}}""", true)]
    [InlineData("""{"result":{"a":[}],"tools":[]}}""", true)]
    [InlineData("""{"result":{"t\o\o\l\s":[]}}""", true)]
    [InlineData("""{"result":{"tools":[]""", true)]
    [InlineData("""data: {"result":{"tools":[]}}""", true)]
    [InlineData("""{"result":{"x":\u0022tools":[]}}""", true)]
    // No list to anybody.
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("ping", false)]
    [InlineData("<html>503</html>", false)]
    [InlineData("Too many tools", false)]
    [InlineData("<html><style>p { color: red }</style>These resources are gone</html>", false)]
    [InlineData("<html>[1] Our tools are down { sorry }</html>", false)]
    [InlineData("""{"result":{"text":"your tools","x":undefined}}""", false)]
    [InlineData("""{"result":{"x":True,"content":[{"text":"your tools"}]}}""", false)]
    [InlineData("""{"result":{"content":[{"text":"tools"}],"isError":false}}""", false)]
    [InlineData("""{"result":{"content":[{"text":"{\"result\":{\"tools\":[]}}"}]}}""", false)]
    [InlineData("""{"result":{"text":"the \"tools\": [a]"}}""", false)]
    [InlineData("""{"result":{"capabilities":{"tools":{},"prompts":{}},"protocolVersion":"x"}}""", false)]
    [InlineData("""{"result":{"structuredContent":{"tools":[],"result":{"tools":[]}}}}""", false)]
    [InlineData("""{"method":"tools/list","params":{"tools":[]},"tools":[]}""", false)]
    [InlineData("""{"error":{"data":{"tools":[]}},"id":"tools"}""", false)]
    [InlineData("""{"result":[{"tools":[]}]}""", false)]
    [InlineData("""{"result":{"toolset":[],"too":1,"s":2}}""", false)]
    [InlineData("""{"result":{"a":[[[[1,2.5e-3,true,false,null,"x"]]]]}}""", false)]
    [InlineData("""{"result":{"value":NaN,"structuredContent":{"y":Infinity,"x":{"tools":"\ud83d"}}}}""", false)]
    public void A_list_is_possible_where_some_reader_could_find_one(string text, bool expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var detector = default(ListDetector);
            detector.Write(bytes.AsSpan(..cut));
            detector.Write(bytes.AsSpan(cut..));
            Assert.Equal(expected, detector.IsPossible);
        }

        var dripping = default(ListDetector);
        foreach (var b in bytes)
            dripping.Write([b]);
        Assert.Equal(expected, dripping.IsPossible);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void A_list_in_wide_characters_is_one(string encoding)
    {
        var wide = Encoding.GetEncoding(encoding);
        foreach (var bytes in (byte[][])[wide.GetBytes("""{"result":{"tools":[]}}"""),
            [.. wide.GetPreamble(), .. wide.GetBytes("""{"result":{"tools":[]}}""")]])
        {
            var detector = default(ListDetector);
            detector.Write(bytes);
            Assert.True(detector.IsPossible);
        }
    }

    [Theory]
    [InlineData("""{"a":1}""", true)]
    [InlineData("[DONE]", false)]
    [InlineData("""{"a":tru}""", true)]
    [InlineData("""{"a":truth}""", false)]
    [InlineData("""{"a" 1}""", true)]
    [InlineData("""{"a":1}}""", false)]
    [InlineData("""["a":1]""", false)]
    [InlineData("""{"a":"\uzzzz"}""", false)]
    public void What_is_no_JSON_is_told_apart(string text, bool isJson)
    {
        var detector = default(ListDetector);
        detector.Write(Encoding.UTF8.GetBytes(text));
        Assert.Equal((isJson, false), (detector.IsJson, detector.IsPossible));
    }

    [Fact]
    public void Whatever_any_reader_finds_a_name_in_is_possible()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ",", ":", "\"result\":", "\"tools\":", "\"Result\":", "\"t\\u006fols\":", "\"x\":", "\"x\"", "1", "NaN",
                "null", "\"\\ud800\"", "/*", "*/", "//", "\n", " ", "\"", "\\", "'",
            "{\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}", "\"tools\":[{\"name\":\"hidden\"}]",
                "\"result\":{\"tools\":[{\"name\":\"hidden\"}]}", "\"result\":{", "\uFEFF", "\"prompts\":[{\"name\":\"hidden\"}]",
        ];
        var text = from list in Gen.ListOf(Gen.Elements(pieces)) select string.Concat(list);
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(30), Prop.ForAll(text.ToArbitrary(), message =>
        {
            var bytes = Encoding.UTF8.GetBytes(message);
            var detector = default(ListDetector);
            detector.Write(bytes);
            if (!detector.IsPossible)
                Assert.Empty(CarelessReaders.NamesInJson(bytes));
        }));
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var bytes =
            """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"x \" y"}],"isError":false,"n":[1,{"a":null}]}}"""u8.ToArray();
        var detector = default(ListDetector);
        detector.Write(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            detector = default;
            detector.Write(bytes);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
