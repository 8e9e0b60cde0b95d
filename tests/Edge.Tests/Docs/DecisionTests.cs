using System.Text.RegularExpressions;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Docs;

/// <summary>The records of decisions: each has a number of its own, and the index has each.</summary>
public sealed partial class DecisionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "decisions");

    private static readonly List<string> Records =
        [.. Directory.GetFiles(Folder, "0*.md").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void No_two_records_have_one_number() => Assert.Equal(Records.Select(NumberOf).Distinct(), Records.Select(NumberOf));

    [Fact]
    public void A_records_title_begins_with_its_number() => Assert.All(
        Records,
        record => Assert.StartsWith(
            $"# {NumberOf(record)} ", File.ReadAllText(Path.Combine(Folder, record)), StringComparison.Ordinal));

    [Fact]
    public void The_index_has_every_record_in_order_under_its_number() => Assert.Equal(
        Records.Select(record => (NumberOf(record), record)),
        Row().Matches(Repository.Read("docs", "decisions", "README.md")).Select(row => (row.Groups[1].Value, row.Groups[2].Value)));

    private static string NumberOf(string record) => record[..4];

    [GeneratedRegex(@"^\| \[(\d{4})\]\(([^)]+)\) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
