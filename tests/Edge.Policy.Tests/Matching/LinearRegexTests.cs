using System.Text.RegularExpressions;
using Edge.Policy.Matching;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Matching;

public sealed class LinearRegexTests
{
    // Each took the framework's linear engine a second for some hundred characters, and minutes for 64 KiB.
    [Theory]
    [InlineData("([ab]{1,20}a){3}c")]
    [InlineData("([ab]{1,100}a){3}c")]
    [InlineData("(a?[ab]{0,10}){10}c")]
    [InlineData("([ab]{1,1000}){2}c")]
    [InlineData("(.{0,10}a){5}c")]
    [InlineData("^(([ab]{0,9}){0,9}){0,9}c$")]
    public void A_search_takes_at_most_as_many_steps_as_the_expression_has_for_each_character(string pattern)
    {
        Assert.True(PolicyRegex.TryCreate(pattern, out var regex, out var fault), fault?.Problem);
        var text = string.Concat(Enumerable.Range(0, 4096).Select(i => i * 2654435761 % 7 < 3 ? 'a' : 'b'));
        Assert.True(regex.CanSearch(text.Length));
        Assert.False(regex.IsMatch(text, out var work));
        Assert.InRange(work, 1, (text.Length + 1L) * regex.Steps);
    }

    [Fact]
    public void Characters_at_which_no_match_begins_take_next_to_no_steps()
    {
        Assert.True(PolicyRegex.TryCreate("\\bsecret|(?i:token)$", out var regex, out _));
        var text = string.Concat(Enumerable.Repeat("abcdefghijklmnopqr ", 3000));
        Assert.False(regex.IsMatch(text, out var work));
        Assert.InRange(work, 1, text.Length / 10);
        Assert.True(regex.IsMatch(text + "secret" + text, out _));
        Assert.True(regex.IsMatch(text + "\u00e9ToKeN", out _));
    }

    [Fact]
    public void A_text_that_would_take_too_many_steps_is_known_by_its_length()
    {
        Assert.True(PolicyRegex.TryCreate("([ab]{1,1000}){2}c", out var regex, out _));
        var longest = (int)(LinearRegex.MaxWork / regex.Steps) - 1;
        Assert.True(regex.CanSearch(longest));
        Assert.False(regex.CanSearch(longest + 1));
    }

    [Theory]
    [InlineData("(a{0,1000}){6}")]
    [InlineData("((a{100}){10}){11}")]
    [InlineData("(?:(?:(?:){1000}){1000}){1000}")]
    public void An_expression_that_is_large_when_written_out_is_refused(string pattern)
    {
        Assert.False(PolicyRegex.TryCreate(pattern, out _, out var fault));
        Assert.True(fault.Unsupported);
    }

    [Theory]
    [InlineData("\\babc\\b", "x abc-", true)]
    [InlineData("\\Bbc", "abc", true)]
    [InlineData("\\bbc", "abc", false)]
    [InlineData("a\\b\u200D", "a\u200D", false)]
    [InlineData("(?i)k", "\u212A", true)]
    [InlineData("(?i:a)(?-i)b", "Ab", true)]
    [InlineData("a(?i)b|c", "C", true)]
    [InlineData("(a(?i))b", "B", false)]
    [InlineData("\\x41\\u0042\\0103", "AB\b3", true)]
    [InlineData("^a{2,}$", "a", false)]
    [InlineData("^(?'n'a)*$", "", true)]
    [InlineData("^[^\\]a]$", "a", false)]
    [InlineData("^{x}$", "{x}", true)]
    [InlineData("^(a*)*$", "aab", false)]
    [InlineData("^(a*|b)+c$", "aabbc", true)]
    [InlineData("", "", true)]
    [InlineData("a||b", "", true)]
    public void What_a_pattern_says_is_what_is_matched(string pattern, string text, bool expected)
    {
        Assert.True(PolicyRegex.TryCreate(pattern, out var regex, out var fault), fault?.Problem);
        Assert.Equal(expected, regex.IsMatch(text));
    }

    [Fact]
    public void Every_pattern_matches_what_it_matches_in_the_framework()
    {
        var piece = Gen.Elements(
            "a", "b", "B", "[ab]", "[^a]", "[]a]", "[a-c\\d]", ".", "(", "(?:", "(?i)", "(?s:", "(?-i:", "(?<n>", ")", "|", "*", "+", "?",
                "*?", "{2}", "{0,2}", "{1,}", "{,2}", "{", "}", "^", "\\z", "\\A",
            "\\b", "\\B", "\\w", "\\S", "\\d", "\\p{Lu}", "\\P{L}", "\\x61", "\\u00e9", "\\.", "\\-", "\\n", "\\0", "-", "\u00e9",
                "\u212a", "k", "\ud83d\ude00", " ");
        var text = Gen.Elements("a", "b", "A", "B", "k", "\u212a", "\u00e9", "\u00c9", "\n", ".", "7", "-", "{", "\0", "\u200d",
            "\ud83d\ude00", "]", " ");
        var made = 0;
        Prop.ForAll(piece.ArrayOf().ToArbitrary(), text.ArrayOf().ToArbitrary(), (pieces, letters) =>
        {
            var pattern = string.Concat(pieces);
            if (!PolicyRegex.TryCreate(pattern, out var regex, out _))
                return true;
            made++;
            var other = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.IsMatch(string.Concat(letters)) == other.IsMatch(string.Concat(letters));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
        Assert.InRange(made, 3000, 20_000);
    }
}
