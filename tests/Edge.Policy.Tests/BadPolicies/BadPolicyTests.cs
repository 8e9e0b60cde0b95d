using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.BadPolicies;

public sealed class BadPolicyTests
{
    public static TheoryData<string> Names => [.. BadPolicyCase.All().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_policy_is_answered_with_exactly_these_lines(string name)
    {
        var bad = BadPolicyCase.Named(name);
        var reading = PolicyParser.Read("policy.json", bad.Policy);
        Assert.Equal(bad.Expected, reading.Diagnostics.Select(d => d.ToString()));
        Assert.Equal(reading.Diagnostics.Any(d => d.Severity == Severity.Error), reading.Document is null);
    }

    [Fact]
    public void Every_code_has_a_bad_policy()
    {
        var shown = BadPolicyCase.All().SelectMany(c => c.Expected).Select(line => line.Split(' ')[2]).ToHashSet();
        Assert.Equal(Codes.All.Except([DiagnosticCodes.TooManyMistakes]), Codes.All.Where(shown.Contains));
    }

    [Fact]
    public void No_message_names_a_type_of_the_program_or_ends_with_a_period()
    {
        var messages = BadPolicyCase.All().SelectMany(c => c.Expected)
            .Select(line => line[(line.IndexOf(": ", line.IndexOf(" at ", StringComparison.Ordinal), StringComparison.Ordinal) + 2)..]);
        Assert.All(messages, message =>
        {
            Assert.False(message.EndsWith('.'), message);
            Assert.False(char.IsAsciiLetterUpper(message[0]), message);
            Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
            Assert.DoesNotContain("Edge.", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_thousand_mistakes_are_reported_and_the_rest_is_counted()
    {
        var hide = string.Join(", ", Enumerable.Repeat("1", 1005));
        var reading =
            PolicyParser.Read("policy.json",
            System.Text.Encoding.UTF8.GetBytes($$"""{ "version": "1", "default": "deny", "hide": [{{hide}}] }"""));
        Assert.Null(reading.Document);
        Assert.Equal(1001, reading.Diagnostics.Length);
        Assert.Equal("policy.json:1:3044: error policy_too_many_mistakes at (document): 5 more mistakes are not reported",
            reading.Diagnostics[^1].ToString());
    }

    [Fact]
    public void Mistakes_are_sorted_by_place() => Assert.All(BadPolicyCase.All(), bad =>
    {
        var places = PolicyParser.Read("policy.json", bad.Policy).Diagnostics.Select(d => (d.Line, d.Column)).ToArray();
        Assert.Equal(places.Order(), places);
    });
}
