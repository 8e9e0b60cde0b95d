using System.Text;
using Edge.Admin.Decisions;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>Where in a policy's text the value at a pointer stands.</summary>
public sealed class JsonPlaceTests
{
    private const string Text = """{ "tools": { "a/b~c": { "require": [ { "x": 1 }, "é€😀" ] } }, "default": "deny" }""";

    [Theory]
    [InlineData("", Text)]
    [InlineData("/default", "\"default\": \"deny\"")]
    [InlineData("/tools/a~1b~0c/require/0", "{ \"x\": 1 }")]
    [InlineData("/tools/a~1b~0c/require/0/x", "\"x\": 1")]
    [InlineData("/tools/a~1b~0c/require/1", "\"é€😀\"")]
    [InlineData("/tools/none", null)]
    [InlineData("/tools/a~1b~0c/require/2", null)]
    [InlineData("/tools/a~1b~0c/require/x", null)]
    [InlineData("/default/deeper", null)]
    public void A_value_is_found_with_its_name(string pointer, string? expected)
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        Assert.Equal(expected, JsonPlace.Find(bytes, pointer) is { } place ? Encoding.UTF8.GetString(bytes[place.Start..place.End]) : null);
    }

    [Fact]
    public void Lines_and_columns_count_as_scripts_do()
    {
        var source = SourceAnswer.Around(Encoding.UTF8.GetBytes("{\n  \"a\": \"😀\", \"b\": {\n    \"c\": 1\n  }\n}\n"), "/b")!;
        Assert.Equal((1, new SourcePoint(2, 14), new SourcePoint(4, 4)), (source.FirstLine, source.From, source.To));
    }

    [Fact]
    public void What_is_no_json_has_no_places() => Assert.Null(JsonPlace.Find("{ \"a\": "u8, "/a/b"));
}
