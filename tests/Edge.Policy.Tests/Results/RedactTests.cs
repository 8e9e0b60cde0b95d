using System.Text;
using System.Text.Json;
using Edge.Policy.Results;
using Xunit;

namespace Edge.Policy.Tests.Results;

public sealed class RedactTests
{
    // In two parts: nothing here is a token to those who look for tokens.
    private static readonly string Token = "hf_" + "QmVyd2luTGFuZG9uU3RyZWV0T2xkR2F0ZXdh";

    private const string Ticket = """{ "redact": [{ "name": "ticket", "regex": "TCK-[0-9]{6}" }] }""";

    [Fact]
    public void A_secret_is_replaced_and_everything_else_stays_byte_for_byte()
    {
        var before = "{ \"jsonrpc\" : \"2.0\",\n \"id\":7,\"result\":{\"content\":[{\"text\":\"caf\\u00e9 ";
        var after = "\\n\\/end\",\"type\":\"text\"} ],\"n\":1.50e+3} }\n";
        Assert.Equal($"{before}[redacted: huggingface-token]{after}", Judging.Edited(before + Token + after));
    }

    [Fact]
    public void A_message_without_a_finding_is_unchanged()
    {
        var verdict = Judging.Judge(
            """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"nothing, \ud800 caf\u00e9"}],"a":1,"a":2}}""");
        Assert.True(verdict.IsUnchanged);
        Assert.Empty(verdict.Findings);
    }

    [Theory]
    [InlineData("\\u0068f_")]
    [InlineData("h\\u0066\\u005F")]
    public void Escapes_hide_nothing(string beginning)
    {
        var message = $$$"""{"id":1,"result":{"content":[{"type":"text","text":"\n{{{beginning}}}{{{Token[3..]}}}\n"}]}}""";
        Assert.Equal(
            """{"id":1,"result":{"content":[{"type":"text","text":"\n[redacted: huggingface-token]\n"}]}}""", Judging.Edited(message));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void JSON_in_text_is_searched_however_deep_it_lies(int depth)
    {
        var inner = $$"""{"log":"x {{Token.Replace("h", "\\u0068", StringComparison.Ordinal)}} "}""";
        for (var i = 1; i < depth; i++)
            inner = JsonSerializer.Serialize(new { log = inner });
        var text = Judging.Text(inner);
        Assert.DoesNotContain(Token[5..], text, StringComparison.Ordinal);
        for (var i = 1; i < depth; i++)
            text = JsonDocument.Parse(text).RootElement.GetProperty("log").GetString()!;
        Assert.Equal("""{"log":"x [redacted: huggingface-token] "}""", text);
    }

    [Fact]
    public void Names_of_members_are_searched_too() =>
        Assert.Equal(
            """{"id":1,"result":{"structuredContent":{"[redacted: huggingface-token]":1}}}""",
            Judging.Edited($$$$"""{"id":1,"result":{"structuredContent":{"{{{{Token}}}}":1}}}"""));

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"TCK-123456"}}""", ResultKind.Other)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"TCK-123456","data":{"TCK-123456":[""]}}}""", ResultKind.Answer)]
    [InlineData("""[{"id":1,"result":{"x":"TCK-123456"}},{"method":"m","params":{"_meta":{"a":"TCK-123456"}}}]""", ResultKind.Answer)]
    public void Every_string_of_every_message_is_searched(string message, object kind) =>
        Assert.DoesNotContain("TCK", Judging.Edited(message, Ticket, (ResultKind)kind), StringComparison.Ordinal);

    [Fact]
    public void The_id_of_an_answer_is_the_callers_own_and_stays()
    {
        const string Message = """{"jsonrpc":"2.0","id":"TCK-123456","result":{}}""";
        Assert.Equal(Message, Judging.Edited(Message, Ticket));
        Assert.NotEqual(Message, Judging.Edited(Message, Ticket, ResultKind.Other));
    }

    [Fact]
    public void Strings_of_one_array_are_searched_joined()
    {
        var pieces = Enumerable.Range(0, Token.Length).Select(i => new { output = new { text = Token[i].ToString() }, n = i });
        var text = JsonSerializer.Serialize(new { stream = pieces });
        var verdict = Judging.Judge(Judging.Answer(text));
        var stream = JsonDocument.Parse(Judging.TextOf(verdict, "")).RootElement.GetProperty("stream");
        Assert.All(
            stream.EnumerateArray(),
            item => Assert.Equal("[redacted: huggingface-token]", item.GetProperty("output").GetProperty("text").GetString()));
        Assert.Equal(["huggingface-token redacted 1 /redact/0"], Judging.Lines(verdict));
    }

    [Fact]
    public void A_match_across_a_border_takes_of_each_string_what_it_touches()
    {
        var text = $$"""["a \n{{Token[..9]}}","{{Token[9..30]}}","{{Token[30..]}} b"]""";
        Assert.Equal(
            """["a \n[redacted: huggingface-token]","[redacted: huggingface-token]","[redacted: huggingface-token] b"]""",
            Judging.Text(text));
    }

    [Theory]
    [InlineData("postgres://edge:hunter2@db:5432/x", "postgres://edge:[redacted: url-password]@db:5432/x")]
    [InlineData("API_KEY=Zk3v9QpL7xWm2RtB8nYc and more", "API_KEY=[redacted: named-secret] and more")]
    [InlineData("password: 'Zk3v9QpL7xWm2RtB8nYc'", "password: '[redacted: named-secret]'")]
    [InlineData("""{"api_key":"Zk3v9QpL7xWm2RtB8nYc","id":5}""", """{"api_key":"[redacted: named-secret]","id":5}""")]
    [InlineData("""{"key":"DB_PASSWORD","value":"Zk3v9QpL7xWm2RtB8nYc"}""", """{"key":"DB_PASSWORD","value":"[redacted: named-secret]"}""")]
    [InlineData("""{"value":"Zk3v9QpL7xWm2RtB8nYc","name":"token"}""", """{"value":"[redacted: named-secret]","name":"token"}""")]
    public void Only_the_secret_is_replaced(string text, string expected) => Assert.Equal(expected, Judging.Text(text));

    [Theory]
    [InlineData("""{ "redact": ["secrets", { "name": "letters", "regex": "[a-z]+" }] }""")]
    [InlineData("""{ "redact": ["secrets", { "name": "line", "regex": ".+" }] }""")]
    [InlineData("""{ "redact": ["secrets", { "name": "bracket", "regex": "\\[" }, { "name": "any", "regex": "(?s)d." }] }""")]
    public void Two_in_a_row_change_nothing_more(string results)
    {
        var message = Judging.Answer($"x {Token} postgres://a:b@c API_KEY=Zk3v9QpL7xWm2RtB8nYc\nsecond \ud83d\ude00 line {Token}");
        var once = Judging.Edited(message, results);
        Assert.NotEqual(message, once);
        Assert.True(Judging.Judge(once, results).IsUnchanged);
    }

    [Fact]
    public void A_replacement_of_a_name_that_nobody_knows_protects_nothing() =>
        Assert.Equal("[redacted: [redacted: huggingface-token]]", Judging.Text($"[redacted: {Token}]"));

    [Fact]
    public void Half_a_character_is_never_left() =>
        Assert.Equal("a[redacted: half]b", Judging.Text("ax\ud83d\ude00b", """{ "redact": [{ "name": "half", "regex": "x." }] }"""));

    [Fact]
    public void An_expression_that_matches_every_word_leaves_the_protocol_alone() =>
        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"[redacted: word] 1"}],"[redacted: word]":2}}""",
            Judging.Edited(
                """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"words 1"}],"own":2}}""",
                """{ "redact": [{ "name": "word", "regex": "[a-z]+" }] }"""));

    [Fact]
    public void What_overlaps_goes_as_a_whole()
    {
        const string Results = """{ "redact": [{ "name": "one", "regex": "abc" }, { "name": "two", "regex": "cde+" }] }""";
        Assert.Equal("-[redacted: one]-", Judging.Text("-abcdee-", Results));
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", true)]
    [InlineData("application/json", true)]
    [InlineData("Application/LD+JSON", true)]
    [InlineData(null, true)]
    [InlineData("image/png", false)]
    public void A_finding_in_a_blob_of_text_withholds_the_answer(string? mimeType, bool withholds)
    {
        var blob = Convert.ToBase64String(Encoding.UTF8.GetBytes($"token {Token}"));
        var type = mimeType is null ? "" : $",\"mimeType\":\"{mimeType}\"";
        var verdict = Judging.Judge($$$"""{"id":1,"result":{"contents":[{"uri":"a://b","blob":"{{{blob}}}"{{{type}}}}]}}""");
        Assert.Equal(withholds ? WithheldCause.Denied : null, verdict.Withheld?.Cause);
        if (withholds)
            Assert.Equal("/redact/0", verdict.Withheld?.Rule);
    }

    [Fact]
    public void Blobs_that_cannot_be_searched_are_refused_where_the_policy_says_so()
    {
        var image = Convert.ToBase64String([0x89, 0x50, 0xff]);
        var message = $$$"""{"id":1,"result":{"content":[{"type":"image","mimeType":"image/png","data":"{{{image}}}"}]}}""";
        Assert.True(Judging.Judge(message).IsUnchanged);
        Assert.Equal("/blobs", Judging.Judge(message, """{ "blobs": "deny" }""").Withheld?.Rule);
    }

    [Fact]
    public void What_is_no_JSON_is_withheld()
    {
        Assert.All(
            ["", "{", "nothing", """{"a":1}x""", "{\"a\":\"\n\"}", """{"a":01}""", """{"a":1,}""", """{'a':1}""", "\u00a0{}"],
            message => Assert.Equal(WithheldCause.Unreadable, Judging.Judge(message).Withheld?.Cause));
        var broken = ResultJudge.Judge([(byte)'"', 0xff, (byte)'"'], Judging.Rules(Judging.Secrets), ResultKind.Other);
        Assert.Equal(WithheldCause.Unreadable, broken.Withheld?.Cause);
    }

    [Fact]
    public void In_shadow_findings_are_counted_and_everything_passes()
    {
        var message = Judging.Answer($"{Token} TCK-123456");
        const string Results = """{ "redact": ["secrets"], "deny_if": [{ "regex": "TCK" }], "max_bytes": 1, "remove": ["type"] }""";
        var verdict = ResultJudge.Judge(Encoding.UTF8.GetBytes(message), Judging.Rules(Results, isShadow: true), ResultKind.Answer);
        Assert.True(verdict.IsUnchanged);
        Assert.Equal(
            [
                "deny_if withheld 1 /deny_if/0 shadow", "max_bytes withheld 1 /max_bytes shadow",
                "huggingface-token redacted 1 /redact/0 shadow", "type removed 1 /remove/0 shadow",
            ],
            Judging.Lines(verdict));
    }
}
