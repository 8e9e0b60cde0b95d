using Edge.Policy.Matching;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Matching;

public sealed class ToolPatternTests
{
    [Theory]
    [InlineData("get-pod", "get-pod", true)]
    [InlineData("get-pod", "Get-pod", false)]
    [InlineData("get-pod", "get-pods", false)]
    [InlineData("get-*", "get-pod", true)]
    [InlineData("get-*", "get-", true)]
    [InlineData("get-*", "get", false)]
    [InlineData("*", "", true)]
    [InlineData("*-pod", "get-pod", true)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "axbxbxc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("ab*ba", "abba", true)]
    [InlineData("a**b", "ab", true)]
    [InlineData("*.*", "a.b", true)]
    [InlineData("*.*", "ab", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void A_pattern_stands_for_its_name_or_for_any_run_at_each_star(string pattern, string name, bool expected) =>
        Assert.Equal(expected, new ToolPattern(pattern).Matches(name));

    [Fact]
    public void Many_stars_on_a_long_name_take_no_longer_than_one_pass()
    {
        var pattern = new ToolPattern(string.Concat(Enumerable.Repeat("*a", 500)) + "*b");
        Assert.False(pattern.Matches(new string('a', 1_000_000)));
    }

    [Fact]
    public void The_most_specific_comes_first()
    {
        string[] patterns = ["*", "*-pod", "get-*", "get-*-pod", "get-pod", "get-p*", "*-network-pod"];
        var sorted = patterns.Select(text => new ToolPattern(text)).Order(Comparer<ToolPattern>.Create(ToolPattern.CompareBySpecificity));
        Assert.Equal(["get-pod", "get-p*", "get-*-pod", "get-*", "*-network-pod", "*-pod", "*"], sorted.Select(pattern => pattern.Text));
    }

    [Theory]
    [InlineData("get-*", "set-*", false)]
    [InlineData("get-*", "get-*", true)]
    [InlineData("get-**", "get-*", true)]
    [InlineData("a*x*c", "a*y*c", true)]
    [InlineData("a*c", "a*d", false)]
    [InlineData("a*", "*a", false)]
    [InlineData("a", "a", false)]
    [InlineData("a", "a*", false)]
    public void Globs_tie_exactly_when_prefix_and_suffix_are_equal(string left, string right, bool expected)
    {
        Assert.Equal(expected, new ToolPattern(left).Ties(new ToolPattern(right)));
        Assert.Equal(expected, new ToolPattern(right).Ties(new ToolPattern(left)));
    }

    [Theory]
    [InlineData("*", "get-*", true)]
    [InlineData("get-*", "get-pod*", true)]
    [InlineData("get-pod*", "get-*", false)]
    [InlineData("get-*", "get-pod", true)]
    [InlineData("get-pod", "get-*", false)]
    [InlineData("*a*", "*ba*", true)]
    [InlineData("a*b*c", "a*bb*c", true)]
    [InlineData("a*b*c", "a*c", false)]
    [InlineData("a*", "a**", true)]
    public void A_pattern_covers_another_when_it_matches_all_of_its_names(string wide, string narrow, bool expected) =>
        Assert.Equal(expected, new ToolPattern(wide).Covers(new ToolPattern(narrow)));

    [Fact]
    public void Matching_tying_covering_and_overlapping_agree_with_trying_all_short_names()
    {
        var names = AllNames(6).ToList();
        var patterns = Gen.Elements('a', 'b', '*').ArrayOf().Where(text => text.Length <= 4)
            .Select(text => new ToolPattern(new string(text)));
        Prop.ForAll(patterns.Two().ToArbitrary(), pair =>
        {
            var (left, right) = pair;
            var both = names.Any(name => left.Matches(name) && right.Matches(name));
            Assert.All(names, name => Assert.Equal(MatchesByTrying(left.Text, name), left.Matches(name)));
            Assert.Equal(both, left.Overlaps(right));
            Assert.Equal(both, right.Overlaps(left));
            Assert.Equal(
                !left.IsExact && !right.IsExact && both && ToolPattern.CompareBySpecificity(left, right) == 0,
                left.Ties(right));
            if (left.Covers(right))
                Assert.All(names, name => Assert.True(left.Matches(name) || !right.Matches(name)));
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> AllNames(int longest) =>
        longest == 0 ? [""]
        : AllNames(longest - 1).SelectMany(name => name.Length == longest - 1 ? new[] { name, name + "a", name + "b" } : [name]);

    private static bool MatchesByTrying(string pattern, string name) => pattern switch
    {
        "" => name.Length == 0,
        ['*', .. var rest] => Enumerable.Range(0, name.Length + 1).Any(skip => MatchesByTrying(rest, name[skip..])),
        _ => name.Length > 0 && name[0] == pattern[0] && MatchesByTrying(pattern[1..], name[1..]),
    };
}
