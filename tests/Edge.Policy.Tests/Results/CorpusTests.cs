using System.Globalization;
using System.Text;
using Edge.Policy.Results;
using Edge.Testing;
using Xunit;

namespace Edge.Policy.Tests.Results;

public sealed class CorpusTests
{
    private const double MostFalse = 0.01;

    private static readonly ResultRules Rules = Judging.Rules(Judging.Secrets);

    public static TheoryData<string> CarrierNames => [.. Carriers.All.Select(carrier => carrier.Name)];

    [Fact]
    public void The_corpus_is_large_enough()
    {
        Assert.True(PlantedSecrets.All.Count >= 300, $"{PlantedSecrets.All.Count} secrets");
        Assert.True(Carriers.All.Count >= 20, $"{Carriers.All.Count} carriers");
        Assert.True(NearMisses.All.Count >= 300, $"{NearMisses.All.Count} near misses");
    }

    [Theory]
    [MemberData(nameof(CarrierNames))]
    public void Every_secret_is_found_in(string carrier)
    {
        var carry = Carriers.All.Single(c => c.Name == carrier).Carry;
        Assert.All(PlantedSecrets.All, secret => Assert.True(IsHidden(carry(secret.Text), secret), $"{secret.Detector}: {secret.Text}"));
    }

    [Fact]
    public void Each_kind_is_found_by_its_own_detector() => Assert.All(PlantedSecrets.All, secret =>
    {
        var findings = Judge(Judging.Answer($"a {secret.Text} b")).Findings;
        Assert.Contains(findings, finding => finding.Detector == secret.Detector);
    });

    [Fact]
    public void Near_misses_are_left_alone()
    {
        var found = NearMisses.All.Where(near => !Judge(Judging.Answer(near.Text)).IsUnchanged).ToArray();
        Assert.True(found.Length <= MostFalse * NearMisses.All.Count, string.Join('\n', found));
    }

    [Fact]
    public void The_page_has_these_figures()
    {
        var table = new StringBuilder();
        table.Append("| secrets | made | found in each carrier |\n|---|---|---|\n");
        foreach (var kind in PlantedSecrets.All.GroupBy(secret => secret.Detector))
        {
            var found = Carriers.All.Min(carrier => kind.Count(secret => IsHidden(carrier.Carry(secret.Text), secret)));
            table.Append(CultureInfo.InvariantCulture, $"| `{kind.Key}` | {kind.Count()} | {found} |\n");
        }

        table.Append("\n| near misses | made | taken for secrets |\n|---|---|---|\n");
        foreach (var kind in NearMisses.All.GroupBy(near => near.Kind))
        {
            var found = kind.Count(near => !Judge(Judging.Answer(near.Text)).IsUnchanged);
            table.Append(CultureInfo.InvariantCulture, $"| {kind.Key} | {kind.Count()} | {found} |\n");
        }

        Assert.Contains(table.ToString(), Repository.Read("docs", "results.md"), StringComparison.Ordinal);
    }

    private static bool IsHidden(string message, PlantedSecret secret)
    {
        var verdict = Judge(message);
        return verdict.Withheld is { Cause: WithheldCause.Denied }
            || (verdict.Edited is { } edited && !Decodings.Hold(edited, secret.Core));
    }

    private static ResultVerdict Judge(string message) => ResultJudge.Judge(Encoding.UTF8.GetBytes(message), Rules, ResultKind.Answer);
}
