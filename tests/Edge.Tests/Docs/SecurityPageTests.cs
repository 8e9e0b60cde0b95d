using System.Text.RegularExpressions;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Docs;

/// <summary>Every claim of docs/security.md names tests, and the tests are there.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = Repository.Read("docs", "security.md");

    private static readonly List<(string Item, string ShownBy)> Rows =
        [.. Row().Matches(Page).Select(row => (row.Groups["item"].Value, row.Groups["by"].Value))];

    private static readonly HashSet<string> Tests =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
        .SelectMany(TestsOf)];

    [Theory]
    [InlineData("", 68)]
    [InlineData("P", 17)]
    [InlineData("G", 14)]
    [InlineData("R", 12)]
    [InlineData("S", 11)]
    public void Every_item_of_a_list_is_there_once_and_in_order(string prefix, int count) => Assert.Equal(
        Enumerable.Range(1, count).Select(i => $"{prefix}{i}"),
        Rows.Select(row => row.Item).Where(item => item.TrimEnd("0123456789".ToCharArray()) == prefix));

    [Fact]
    public void Every_item_names_a_test_or_says_why_there_is_none()
    {
        Assert.True(Tests.Count > 900, $"{Tests.Count}");
        Assert.All(Rows, row =>
        {
            var named = Name().Matches(row.ShownBy).Select(name => name.Groups[1].Value).ToList();
            Assert.True(named.Count > 0 || row.ShownBy.StartsWith("Does not apply: ", StringComparison.Ordinal), row.Item);
            Assert.All(named, name => Assert.True(Tests.Contains(name), $"{row.Item}: there is no test '{name}'"));
        });
    }

    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var classes = Tests.Select(test => test.Split('.')[0]).ToHashSet();
        var named = AnyName().Matches(Page).Select(name => name.Groups[1].Value).ToList();
        Assert.True(named.Count > 250, $"{named.Count}");
        Assert.All(named,
            name => Assert.True(name.Contains('.', StringComparison.Ordinal) ? Tests.Contains(name)
                : classes.Contains(name), $"there is no test '{name}'"));
    }

    [Fact]
    public void The_items_that_the_threats_name_are_there()
    {
        var items = Rows.Select(row => row.Item).ToHashSet();
        var threats = Page[..Page.IndexOf("## What it does not defend against", StringComparison.Ordinal)];
        var named = Items().Matches(threats).SelectMany(cell => cell.Groups[1].Value.Split(", ")).SelectMany(one => one.Split('-'))
            .ToList();
        Assert.True(named.Count > 30, $"{named.Count}");
        Assert.All(named, item => Assert.Contains(item, items));
    }

    [Theory]
    [InlineData("Conformance")]
    [InlineData("Fuzzing")]
    [InlineData("Faults")]
    [InlineData("Soak")]
    public void What_runs_longer_has_a_section(string heading) => Assert.Matches($@"(?m)^## {heading}\n\n[A-Z].*\.", Page);

    [Theory]
    [InlineData("README.md", "docs/security.md")]
    [InlineData("README.md", "docs/deploying.md")]
    [InlineData("SECURITY.md", "docs/security.md")]
    [InlineData("docs/security.md", "deploying.md")]
    public void The_pages_lead_to_each_other(string from, string to) =>
    Assert.Contains($"({to})", Repository.Read(from.Split('/')), StringComparison.Ordinal);

    // A method under [Fact] or [Theory], by the name of the first class of its file.
    private static IEnumerable<string> TestsOf(string file)
    {
        var text = File.ReadAllText(file);
        var type = Class().Match(text).Groups[1].Value;
        var isTest = false;
        foreach (var line in text.Split('\n'))
        {
            isTest |= Mark().IsMatch(line);
            if (isTest && Method().Match(line) is { Success: true } method)
            {
                isTest = false;
                yield return $"{type}.{method.Groups[1].Value}";
            }
        }
    }

    [GeneratedRegex(@"^\| (?<item>[PGRS]?\d+) \| [^|]+ \| (?<by>[^|\n]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`([A-Z]\w+\.[A-Z]\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"`([A-Z]\w+Tests(?:\.[A-Z]\w+)?)`")]
    private static partial Regex AnyName();

    [GeneratedRegex(@"\| ([PGRS]?\d+(?:(?:-|, )[PGRS]?\d+)*) \|$", RegexOptions.Multiline)]
    private static partial Regex Items();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^    public (?:async )?\w+(?:<.+>)? (\w+)\(")]
    private static partial Regex Method();
}
