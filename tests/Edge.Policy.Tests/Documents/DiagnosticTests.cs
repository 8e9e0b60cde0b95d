using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;
using Xunit;

namespace Edge.Policy.Tests.Documents;

public sealed class DiagnosticTests
{
    [Fact]
    public void A_warning_says_so() => Assert.Equal(
        "a.json:1:2: warning policy_unlimited at /default: text",
        new Diagnostic("a.json", 1, 2, Severity.Warning, DiagnosticCodes.Unlimited, "/default", "text").ToString());

    [Fact]
    public void The_document_itself_has_a_name_that_is_no_pointer() => Assert.Equal(
        "a.json:1:1: error policy_missing_member at (document): text",
        new Diagnostic("a.json", 1, 1, Severity.Error, DiagnosticCodes.MissingMember, "", "text").ToString());

    [Fact]
    public void Columns_count_characters_not_bytes_and_not_halves_of_them()
    {
        var reading = PolicyParser.Read("p", """{ "version": "1", "default": "deny", "description": "日本😀", "x": 1 }"""u8.ToArray());
        Assert.Equal(60, Assert.Single(reading.Diagnostics).Column);
    }

    [Fact]
    public void A_line_ends_with_a_line_feed_whether_or_not_a_carriage_return_stands_before_it()
    {
        var reading = PolicyParser.Read("p", "{\r\n\"version\": \"1\",\r\n  \"x\": 1 }"u8.ToArray());
        Assert.Equal([(1, 1), (3, 3)], reading.Diagnostics.Select(d => (d.Line, d.Column)));
    }

    [Fact]
    public void Long_text_of_a_person_is_shortened() => Assert.Equal($"'{new string('a', 80)}…'", UserText.Quote(new string('a', 1000)));

    [Fact]
    public void Text_that_would_hide_or_write_is_shown_as_escapes() =>
    Assert.Equal("a\\u000ab\\u202ec\\ud83dé😀", UserText.Printable("a\nb\u202Ec\uD83Dé😀"));
}
