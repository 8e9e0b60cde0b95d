using Edge.Policy.Results;
using Xunit;

namespace Edge.Policy.Tests.Results;

public sealed class MaskTests
{
    private const string Mask = """{ "mask": ["env"] }""";
    private const string Remove = """{ "remove": ["a"] }""";

    [Theory]
    [InlineData(
        """{"env":{"A":"x","B":[1,true,null,{"C":"y"}]},"id":"p"}""",
        """{"env":{"A":"[redacted: env]","B":["[redacted: env]","[redacted: env]",null,{"C":"[redacted: env]"}]},"id":"p"}""")]
    [InlineData("""{"env":"A=x"}""", """{"env":"[redacted: env]"}""")]
    [InlineData("""[ {"\u0065nv" : { } , "ENV":"kept"} ]""", """[ {"\u0065nv" : { } , "ENV":"kept"} ]""")]
    [InlineData(
        """{"env":1,"x":{"y":[{"env":2}]},"env":"3"}""",
        """{"env":"[redacted: env]","x":{"y":[{"env":"[redacted: env]"}]},"env":"[redacted: env]"}""")]
    public void Names_stay_and_every_value_below_is_covered(string text, string expected)
    {
        Assert.Equal(expected, Judging.Text(text, Mask));
        Assert.Equal(
            $$$"""{"id":1,"result":{"structuredContent":{{{expected}}}}}""",
            Judging.Edited($$$"""{"id":1,"result":{"structuredContent":{{{text}}}}}""", Mask));
    }

    [Fact]
    public void Text_within_text_is_covered_too() =>
        Assert.Equal("""{"a":"{\"env\":\"[redacted: env]\"}"}""", Judging.Text("""{"a":"{\"env\":\"x\"}"}""", Mask));

    [Fact]
    public void What_is_covered_already_stays()
    {
        var once = Judging.Edited(Judging.Answer("""{"env":{"A":"x","B":2}}"""), Mask);
        Assert.True(Judging.Judge(once, Mask).IsUnchanged);
    }

    [Theory]
    [InlineData("""{"a":1}""", "{}")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"b":2,"a":1}""", """{"b":2}""")]
    [InlineData("""{"b":2 , "a":{"a":1} , "a":1}""", """{"b":2}""")]
    [InlineData("""{"a":1, "b":2, "a":"]}", "c":3}""", """{"b":2, "c":3}""")]
    [InlineData("""{ "a" : 1 , "a" : 2 }""", "{  }")]
    [InlineData("""{"x":[{"\u0061":"q"},{"b":{"a":1}}]}""", """{"x":[{},{"b":{}}]}""")]
    public void Members_are_taken_out_with_their_comma(string text, string expected) => Assert.Equal(expected, Judging.Text(text, Remove));

    [Theory]
    [InlineData("env: A=x")]
    [InlineData("""{"env":{"A":"x"}} and more""")]
    [InlineData("\"env A=x\"")]
    [InlineData("anything")]
    public void A_text_that_is_no_document_withholds_the_answer(string text)
    {
        var verdict = Judging.Judge(Judging.Answer(text), Mask);
        Assert.Equal((WithheldCause.Unreadable, "/mask/0"), (verdict.Withheld?.Cause, verdict.Withheld?.Rule));
        Assert.Equal(text, Judging.Text(text, """{ "mask": ["env"], "on_unreadable": "redact" }"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("12")]
    [InlineData("true")]
    public void What_can_hold_no_name_passes(string text) => Assert.Equal(text, Judging.Text(text, Mask));

    [Fact]
    public void The_text_of_an_error_passes_if_the_name_does_not_occur()
    {
        var more = ",\"isError\":true";
        Assert.True(Judging.Judge(Judging.Answer("no such pod", more), Mask).IsUnchanged);
        Assert.NotNull(Judging.Judge(Judging.Answer("no such Env", more), Mask).Withheld);
        Assert.NotNull(Judging.Judge(Judging.Answer("no such pod", more + ",\"isError\":false"), Mask).Withheld);
        Assert.True(Judging.Judge("""{"id":1,"error":{"code":1,"message":"no such pod"}}""", Mask).IsUnchanged);
        Assert.NotNull(Judging.Judge("""{"id":1,"error":{"code":1,"message":"env A=x"}}""", Mask).Withheld);
    }

    [Fact]
    public void Only_answers_are_masked()
    {
        const string Message = """{"method":"notifications/message","params":{"data":{"env":"x"}}}""";
        Assert.Equal(Message, Judging.Edited(Message, Mask, ResultKind.Other));
    }

    [Fact]
    public void Findings_are_counted_by_name_and_place()
    {
        var verdict = Judging.Judge(Judging.Answer("""{"env":{"A":1,"B":2},"a":[]}"""), """{ "mask": ["env"], "remove": ["x","a"] }""");
        Assert.Equal(["env masked 2 /mask/0", "a removed 1 /remove/1"], Judging.Lines(verdict));
    }
}
