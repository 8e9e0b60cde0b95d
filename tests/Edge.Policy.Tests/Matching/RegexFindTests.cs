using System.Text.RegularExpressions;
using Edge.Policy.Matching;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Matching;

public sealed class RegexFindTests
{
    private const long Plenty = 1 << 24;

    private static readonly string[] Patterns =
    [
        "a+b", "ab|abab", "a(b|ba)*", "[ab]{2,4}c", "b*c", "(ab)+|b", "a.b", "ba?b?", "(a|b){3}", "c+|bc+", "abc", "a",
        "(a|ab)(c|bcd)", "b+a+", "[^a]+",
    ];

    [Fact]
    public void The_leftmost_match_is_found_and_of_those_that_begin_there_the_longest()
    {
        var cases = from pattern in Gen.Elements(Patterns)
                    from text in Gen.Elements('a', 'b', 'c', 'd').ListOf().Select(characters => new string([.. characters]))
                    from place in Gen.Choose(0, 8)
                    select (pattern, text, start: Math.Min(place, text.Length));
        Prop.ForAll(cases.ToArbitrary(), c => Found(c.pattern, c.text, c.start) == Expected(c.pattern, c.text, c.start))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("\\bab\\b", "abab ab", 5, 7)]
    [InlineData("b$", "b b", 2, 3)]
    [InlineData("^a+", "aab", 0, 2)]
    [InlineData("(?i)xy", "aXy", 1, 3)]
    public void Assertions_look_at_the_whole_text(string pattern, string text, int start, int end) =>
        Assert.Equal((start, end), Found(pattern, text, 0));

    [Fact]
    public void An_anchored_search_finds_only_what_begins_there()
    {
        var regex = Regex("a+");
        var work = Plenty;
        Assert.True(regex.TryFindAt("baa", 1, ref work, out var end));
        Assert.Equal(3, end);
        Assert.False(regex.TryFindAt("baa", 0, ref work, out _));
    }

    [Theory]
    [InlineData("a*", true)]
    [InlineData("a|", true)]
    [InlineData("\\b", true)]
    [InlineData("x|\\b", true)]
    [InlineData("^$", true)]
    [InlineData("a*b", false)]
    [InlineData("(a|b)c?", false)]
    public void Whether_it_can_match_the_empty_text_is_known(string pattern, bool matches) =>
        Assert.Equal(matches, Regex(pattern).MatchesEmpty);

    [Fact]
    public void A_search_gives_up_when_its_steps_are_used_up()
    {
        var work = 1000L;
        Assert.False(Regex("(a?[ab]{0,10}){10}c").TryFind(new string('a', 4096), 0, ref work, out _, out _));
        Assert.True(work < 0);
    }

    [Fact]
    public void A_search_takes_a_bounded_number_of_steps_for_each_character()
    {
        var regex = Regex("([ab]{1,100}a){3}c");
        var work = long.MaxValue;
        Assert.False(regex.TryFind(new string('a', 4096), 0, ref work, out _, out _));
        Assert.InRange(long.MaxValue - work, 1, 2 * 4097L * regex.Steps);
    }

    private static LinearRegex Regex(string pattern)
    {
        Assert.True(PolicyRegex.TryCreate(pattern, out var regex, out var fault), fault?.Problem);
        return regex;
    }

    private static (int, int) Found(string pattern, string text, int from)
    {
        var work = Plenty;
        return Regex(pattern).TryFind(text, from, ref work, out var start, out var end) ? (start, end) : (-1, -1);
    }

    private static (int, int) Expected(string pattern, string text, int from)
    {
        var whole = new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking);
        for (var start = from; start < text.Length; start++)
        {
            for (var end = text.Length; end > start; end--)
            {
                if (whole.IsMatch(text[start..end]))
                    return (start, end);
            }
        }

        return (-1, -1);
    }
}
