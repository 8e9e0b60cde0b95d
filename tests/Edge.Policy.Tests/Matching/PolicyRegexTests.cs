using Edge.Policy.Matching;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Matching;

public sealed class PolicyRegexTests
{
    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("^(a|b$)$", "b\n", false)]
    [InlineData("a", "xay", true)]
    [InlineData("[$]", "$", true)]
    [InlineData("^[]$]$", "]", true)]
    [InlineData("^[]$]$", "$", true)]
    [InlineData("^[^]$]$", "]", false)]
    [InlineData("^[^]$]$", "a", true)]
    [InlineData("^[a\\]$]$", "$", true)]
    [InlineData("^[a\\]$]$", "$\n", false)]
    [InlineData("^[\\\\]$", "\\", true)]
    [InlineData("^[\\\\]$", "\\\n", false)]
    [InlineData("^\\$$", "$", true)]
    [InlineData("^\\$$", "$\n", false)]
    [InlineData("^\\[$", "[\n", false)]
    [InlineData("^\\\\$", "\\\n", false)]
    [InlineData("^a\\z", "a\n", false)]
    [InlineData("^.$", "\n", false)]
    [InlineData("(?s)^.$", "\n", true)]
    [InlineData("^(?:a|b)+$", "abba", true)]
    [InlineData("^(?<n>a){2,3}$", "aaa", true)]
    [InlineData("^(?i:A)b$", "ab", true)]
    [InlineData("^(?i:A)b$", "aB", false)]
    [InlineData("^[a-z-]+$", "a-b", true)]
    [InlineData("^[-a]+$", "a-a", true)]
    [InlineData("^[[]$", "[", true)]
    [InlineData("^a{1000}$", "a", false)]
    [InlineData("^a{x}$", "a{x}", true)]
    [InlineData("^\\p{L}$", "é", true)]
    [InlineData("^(😀)+$", "😀😀", true)]
    public void A_pattern_matches_as_RE2_matches(string pattern, string text, bool expected)
    {
        Assert.True(PolicyRegex.TryCreate(pattern, out var regex, out var fault), fault?.Problem);
        Assert.Equal(expected, regex.IsMatch(text));
    }

    [Fact]
    public void A_pattern_that_backtracks_for_ever_elsewhere_answers_at_once()
    {
        Assert.True(PolicyRegex.TryCreate("^(a|a)*$", out var regex, out _));
        Assert.False(regex.IsMatch(new string('a', 60_000) + "b"));
    }

    [Fact]
    public void No_pattern_throws_and_each_refused_one_is_explained()
    {
        var piece = Gen.Elements("a", "$", "^", "[", "]", "[^", "\\", "(", ")", "(?", "?", "*", "+", "{", "}", "2", ",", "-", "|", ".",
            "\n", "\\c", "(?i)", "(?s:", "\\z", "[:", "#", "P<", "<", ">", "=", "!", "\\Q", "\\E", "😀");
        Prop.ForAll(piece.ArrayOf().ToArbitrary(), pieces => PolicyRegex.TryCreate(string.Concat(pieces), out var regex, out var fault)
            ? regex.Steps > 0
            : fault.Problem.Length > 0).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void A_dollar_outside_of_classes_and_escapes_never_stands_before_a_line_end()
    {
        var piece = Gen.Elements("a", "[$]", "[^]$\n]", "[\\]$]", "[[$]", "\\$", "\\[", "\\\\", "\\]", "(?:a)", "[a-]", "[$-]", "a?");
        Prop.ForAll(piece.ArrayOf().ToArbitrary(), Gen.Elements("a", "$", "]", "[", "\\", "-").ArrayOf().ToArbitrary(), (pieces, letters) =>
        {
            Assert.True(PolicyRegex.TryCreate($"^(?:{string.Concat(pieces)}|[^\n]*)$", out var regex, out var fault), fault?.Problem);
            return regex.IsMatch(string.Concat(letters)) && !regex.IsMatch(string.Concat(letters) + "\n");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
