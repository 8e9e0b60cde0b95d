using Edge.Policy.Text;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

public sealed class SpellingTests
{
    private static readonly string[] Words = ["allow", "deny", "require_approval", "limits", "hide"];

    [Theory]
    [InlineData("dney", "deny")]
    [InlineData("alow", "allow")]
    [InlineData("alllow", "allow")]
    [InlineData("ALLOW", "allow")]
    [InlineData("limts", "limits")]
    [InlineData("limit", "limits")]
    [InlineData("requireApproval", "require_approval")]
    [InlineData("require", "require_approval")]
    [InlineData("hidden", "hide")]
    public void A_near_word_is_suggested(string word, string expected) => Assert.Equal(expected, Spelling.Nearest(word, Words));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("quota")]
    [InlineData("permit")]
    public void A_far_word_is_not(string word) => Assert.Null(Spelling.Nearest(word, Words));

    [Fact]
    public void A_very_long_word_is_not_compared() => Assert.Null(Spelling.Nearest(new string('a', 1_000_000), Words));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("a", "", 1)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void Edits_are_counted(string left, string right, int expected)
    {
        Assert.Equal(expected, Spelling.Distance(left, right));
        Assert.Equal(expected, Spelling.Distance(right, left));
    }
}
