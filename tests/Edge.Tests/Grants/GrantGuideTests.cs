using System.Globalization;
using System.Text.RegularExpressions;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Grants;

/// <summary><c>docs/grants.md</c>, held to its word.</summary>
public sealed partial class GrantGuideTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "grants.md"));

    [Fact]
    public void The_commands_of_the_guide_write_what_it_shows()
    {
        using var folder = new GrantFolder();
        File.Delete(folder.Grants);
        var commands = 0;
        foreach (var block in Blocks("console"))
        {
            foreach (var part in block.Split("$ edge grant ").Skip(1))
            {
                var (words, shown) = part.Split('\n', 2) is [var line, var rest] ? (line, rest) : throw new InvalidDataException(part);
                Assert.Equal(Comparable(shown), Comparable(GrantCommandRun.Show(folder, [], words.Split(' '))));
                commands++;
            }
        }

        Assert.Equal(6, commands);
    }

    [Fact]
    public async Task The_answer_to_an_unknown_token_is_that_of_the_guide()
    {
        using var folder = new GrantFolder();
        await using var edge = await EdgeHost.StartAsync(settings: folder.Settings());
        var answer = await edge.PostAsync("{}", "Authorization: Bearer edge_unknown");
        Assert.Equal(
            Assert.Single(Blocks("http")),
            $"HTTP/1.1 {answer.Status} Unauthorized\nContent-Type: {answer.Header("Content-Type")}\nWWW-Authenticate: {answer.Header(
                "WWW-Authenticate")}\n\n{answer.Text}\n");
    }

    [Fact]
    public void The_file_of_the_guide_is_one()
    {
        using var folder = new GrantFolder(Blocks("json").Single(b => b.Contains("tokenHashes", StringComparison.Ordinal))
            .Replace("\"policy\": \"runpod\"", "\"policy\": \"open\"", StringComparison.Ordinal));
        folder.WriteSecret("runner-key", "rpa_key");
        Assert.Empty(folder.Load(("Edge:Grants:SecretsDirectory", "secrets")).Errors);
    }

    [Fact]
    public async Task The_policy_of_the_guide_holds_arguments_against_labels()
    {
        using var folder =
            new GrantFolder(
            """{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "labels": { "gpus": 2 }, "servers": { "server": {} } } ] }""");
        await using var edge = await EdgeHost.StartAsync(Blocks("json")
            .Single(b => b.Contains("grant.labels.gpus", StringComparison.Ordinal)), settings: folder.Settings());
        foreach (var (count, passes) in new[] { (2, true), (3, false) })
        {
            var answer = await edge.PostAsync(
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create-pod","arguments":{"body":{"gpu":{"count":COUNT}}}}}"""
                    .Replace("COUNT", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
                $"Authorization: Bearer {GrantFolder.TokenA}");
            Assert.Equal(passes, !answer.Text.Contains("condition_failed", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_guide_shows_every_mistake_with_its_line()
    {
        var shown = Line().Matches(Page).Select(m => m.Value).ToList();
        var lines = GrantMistake.All.Select(m => m.Line).ToList();
        Assert.All(shown, line => Assert.Contains(line, lines));
        var codes = lines.Select(Code).ToHashSet();
        Assert.Equal(codes.Order(StringComparer.Ordinal), shown.Select(Code).Distinct().Order(StringComparer.Ordinal));

        static string Code(string line) => line.Split(' ')[2];
    }

    private static List<string> Blocks(string language) =>
        [.. Block().Matches(Page).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["text"].Value)];

    // Tokens, and so their hashes, are others at every run.
    private static string Comparable(string text) => HashStart().Replace(Token().Replace(text, "edge_…"), "…");

    [GeneratedRegex("^```(?<language>\\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("edge_[A-Za-z0-9_-]{43}")]
    private static partial Regex Token();

    [GeneratedRegex("\\b[0-9a-f]{8}\\b")]
    private static partial Regex HashStart();

    [GeneratedRegex("^grants\\.json:.*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
