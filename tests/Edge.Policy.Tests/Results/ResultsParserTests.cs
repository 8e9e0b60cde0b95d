using Xunit;

namespace Edge.Policy.Tests.Results;

public sealed class ResultsParserTests
{
    [Theory]
    [InlineData("[]", "1:1: error policy_wrong_type at (document): expected 'results', an object, found an array")]
    [InlineData("""{"redakt": []}""", "1:2: error policy_unknown_member at /redakt: unknown member 'redakt' (did you mean 'redact'?)")]
    [InlineData(
        """{"redact": ["secret"]}""",
        "1:13: error policy_unknown_value at /redact/0: unknown detector 'secret'; expected 'secrets' or one of docs/results.md "
        + "(did you mean 'secrets'?)")]
    [InlineData("""{"redact": [{"regex": "a"}]}""", "1:13: error policy_missing_member at /redact/0: missing member 'name'")]
    [InlineData(
        """{"redact": [{"name": "My ticket", "regex": "a"}]}""",
        "1:22: error policy_invalid_pattern at /redact/0/name: expected a name of 1 to 40 characters "
        + "of a to z, 0 to 9 and '-', found 'My ticket'")]
    [InlineData(
        """{"redact": [{"name": "jwt", "regex": "a"}]}""",
        "1:22: error policy_conflicting_members at /redact/0/name: 'jwt' is the name of a detector; expected another")]
    [InlineData(
        """{"redact": [{"name": "a", "regex": "b*"}]}""",
        "1:36: error policy_regex_invalid at /redact/0/regex: the regular expression 'b*' matches the empty text, and so everywhere")]
    [InlineData(
        """{"deny_if": [{"regex": "(?=a)"}]}""",
        "1:24: error policy_regex_unsupported at /deny_if/0/regex: unsupported regular expression '(?=a)': "
        + "it uses what cannot be matched in linear time, "
        + "such as a lookaround, a backreference or an atomic group")]
    [InlineData(
        """{"mask": ["a.b[0]"]}""",
        "1:11: error policy_invalid_pattern at /mask/0: expected a member's name of 1 to 40 letters A to Z, digits and _ . -, "
        + "found 'a.b[0]' "
        + "(it holds at every depth, and takes no path)")]
    [InlineData("""{"on_large": "deny"}""", "1:2: error policy_missing_member at /on_large: 'on_large' has no meaning without 'max_bytes'")]
    [InlineData("""{"max_bytes": 0}""", "1:15: error policy_number_out_of_range at /max_bytes: expected a positive number, found '0'")]
    [InlineData(
        """{"max_bytes": 1.5}""",
        "1:15: error policy_number_out_of_range at /max_bytes: expected a whole number of bytes up to 2147483647, found '1.5'")]
    [InlineData(
        """{"max_bytes": 9, "on_large": "cut"}""",
        "1:30: error policy_unknown_value at /on_large: unknown choice 'cut'; expected 'deny' or 'truncate'")]
    [InlineData("""{"blobs": true}""", "1:11: error policy_wrong_type at /blobs: expected 'pass' or 'deny', found true")]
    public void A_mistake_is_told_with_its_place(string results, string expected) =>
        Assert.Equal([$"policy.json:{expected}"], Judging.Mistakes(results));

    [Fact]
    public void Lists_of_all_tools_and_of_the_rule_are_joined_and_the_stricter_bound_applies()
    {
        var rules = Judging.Rules(
            """{ "mask": ["env"], "max_bytes": 100, "on_large": "truncate", "on_unreadable": "redact" }""",
            """{ "mask": ["key"], "max_bytes": 50, "on_large": "deny" }""");
        Assert.Equal(["key", "env"], rules.Mask.Select(rule => rule.Name));
        Assert.Equal([50, 100], rules.Bounds.Select(bound => bound.MaxBytes));
        Assert.DoesNotContain(rules.Bounds, bound => bound.Truncates);
        Assert.True(rules.RedactsUnreadable);
        Assert.True(rules.NeedsCall);
    }

    [Fact]
    public void An_empty_member_leaves_nothing_to_do() => Assert.Null(Judging.Rules("{}"));
}
