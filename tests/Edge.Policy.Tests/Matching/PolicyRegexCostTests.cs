using Edge.Policy.Matching;
using Xunit;

namespace Edge.Policy.Tests.Matching;

/// <summary>
/// No expression of a policy runs away: what is known to take engines that try every way minutes or years is read once from left to right,
/// or refused before any text is read.
/// </summary>
public sealed class PolicyRegexCostTests
{
    // Far above what it takes on a busy machine, and far below one wrong way: 2^30 steps of a text of 64 KiB.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private const int Longest = 64 * 1024;

    /// <summary>Pattern, what the text repeats, and what it ends with so that nothing matches.</summary>
    public static TheoryData<string, string, string> Catastrophic => new()
    {
        { "^(a+)+$", "a", "b" },
        { "^(a*)*$", "a", "b" },
        { "^(a|aa)+$", "a", "b" },
        { "^(a|a?)+$", "a", "b" },
        { "^([a-zA-Z]+)*$", "aB", "1" },
        { "^(.*a){12}$", "a", "b" },
        { "^(([a-z])+.)+[A-Z]([a-z])+$", "a", "" },
        { "(x+x+)+y", "x", "" },
        { "^([a-zA-Z0-9])(([.-]|_+)?([a-zA-Z0-9]+))*@", "a", "" },
        { "(.*)(.*)(.*)(.*)(.*)[^>]*>", "<", "" },
        { "^(?:a?){40}a{40}$", "a", "b" },
        { " +$", " ", "x" },
        { "(?s)^(.|\\n)*;$", "\n", "" },
        { "(a|b|ab)*(bc|c)$", "ab", "" },
    };

    [Theory]
    [MemberData(nameof(Catastrophic))]
    public void A_pattern_that_runs_away_elsewhere_is_done_with_the_longest_text_at_once(string pattern, string piece, string end)
    {
        Assert.True(PolicyRegex.TryCreate(pattern, out var regex, out var fault), fault?.Problem);
        var text = string.Concat(Enumerable.Repeat(piece, (Longest - end.Length) / piece.Length)) + end;
        var began = TimeProvider.System.GetTimestamp();
        var matches = regex.IsMatch(text);
        Assert.False(matches);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < Bound, $"{TimeProvider.System.GetElapsedTime(began)}");
    }

    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((a{0,100}){0,100}){0,100}")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?>a+)b")]
    [InlineData("(?(a)b|c)")]
    public void What_cannot_be_read_in_one_pass_of_bounded_size_is_refused(string pattern) =>
    Assert.False(PolicyRegex.TryCreate(pattern, out _, out _));
}
