using System.Buffers;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData(""" { "a" : [ 1.50, -0, 1E400, true, null ], "b" : "x" } """, """{"a":[1.50,-0,1E400,true,null],"b":"x"}""")]
    [InlineData("""{"quote":"\"","backslash":"\\","slash":"\/","line":"\n","umlaut":"\u00fc"}""",
        """{"quote":"\"","backslash":"\\","slash":"/","line":"\u000a","umlaut":"ü"}""")]
    [InlineData("""{"hidden":"a\u202eb\u200bc\u2066d\ufeff","name\u202e":1}""",
        """{"hidden":"a\u202eb\u200bc\u2066d\ufeff","name\u202e":1}""")]
    [InlineData("""{"tags":"\udb40\udc41","space":"\u00a0\u3000","blank":"\u2800\u3164\u115f","selector":"x\ufe0f","private":"\ue000"}""",
        """{"tags":"\udb40\udc41","space":"\u00a0\u3000","blank":"\u2800\u3164\u115f","selector":"x\ufe0f","private":"\ue000"}""")]
    [InlineData("""{"script":"<script>alert(1)</script>","emoji":"😀"}""", """{"script":"<script>alert(1)</script>","emoji":"😀"}""")]
    public void Everything_is_shown_and_nothing_hides(string arguments, string shown) => Assert.Equal(shown, Of(arguments));

    [Theory]
    [InlineData("args.key", """{"key":"secret","other":"seen"}""", """{"key":"***","other":"seen"}""")]
    [InlineData("args.body.env", """{"body":{"env":{"TOKEN":"secret","N":1},"name":"x"}}""",
        """{"body":{"env":{"TOKEN":"***","N":"***"},"name":"x"}}""")]
    [InlineData("args.body.env", """{"body":"{\"env\":{\"TOKEN\":\"secret\"}}"}""", """{"body":"***"}""")]
    [InlineData("args.list[*].key", """{"list":[{"key":"secret","n":1},{"key":["secret"]},"secret"]}""",
        """{"list":[{"key":"***","n":1},{"key":["***"]},"***"]}""")]
    [InlineData("args.list[1]", """{"list":["seen","secret"]}""", """{"list":["seen","***"]}""")]
    [InlineData("args[\"a.b\"]", """{"a.b":1,"a":{"b":2}}""", """{"a.b":"***","a":{"b":2}}""")]
    [InlineData("args.absent.deep", """{"other":1}""", """{"other":1}""")]
    public void What_is_configured_is_not_shown(string path, string arguments, string shown)
    {
        Assert.True(PathParser.TryRead(path, out var read, out _));
        Assert.Equal(shown, Of(arguments, read));
    }

    [Fact]
    public void Over_several_lines_it_is_the_same_JSON()
    {
        const string Text = """{"a":[1,{"b":"c, {\"d\": [\\"}],"e":{},"f":[],"g\u202e":"\u202e"}""";
        var lines = ArgumentText.Indent(Text);
        Assert.Equal(
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"c, {\\\"d\\\": [\\\\\"\n    }\n  ],\n  \"e\": {},\n  \"f\": [],\n  "
                + "\"g\\u202e\": \"\\u202e\"\n}", lines);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Text).RootElement, JsonDocument.Parse(lines).RootElement));
    }

    private static string Of(string arguments, params ValuePath[] secrets) =>
        ArgumentText.Of(arguments.Length == 0 ? default : new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)), secrets);
}
