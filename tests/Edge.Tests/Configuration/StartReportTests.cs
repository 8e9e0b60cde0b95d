using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>What Edge logs about its settings at startup.</summary>
public sealed class StartReportTests
{
    [Theory]
    [InlineData(1, "1 grant")]
    [InlineData(2, "2 grants")]
    public async Task Grants_are_counted_in_words_and_a_policy_that_only_a_grant_uses_is_no_warning(int count, string expected)
    {
        const string First = """{ "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": { "policy": "strict" } } }""";
        const string Second = """, { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } }""";
        using var folder = new GrantFolder($$"""{ "grants": [ {{First}}{{(count == 2 ? Second : "")}} ] }""");
        var strict = folder.At("strict.json");
        await File.WriteAllTextAsync(strict, EdgeHost.AllowOne, TestContext.Current.CancellationToken);
        await using var edge = await EdgeHost.StartAsync(
            settings: folder.Settings([("Edge:Policies:strict", strict), .. Admin.Operators.Settings]));

        var start = edge.Logs.Lines.Where(line => line.Category == "Edge.Start").ToList();
        Assert.DoesNotContain(
            start, line => line.Level > LogLevel.Information && line.Message.Contains("strict", StringComparison.Ordinal));
        Assert.Contains(start, line => line.Message.StartsWith("Policy 'strict' from ", StringComparison.Ordinal));
        Assert.Contains(start, line => line.Message.StartsWith($"Loaded {expected} from ", StringComparison.Ordinal));
    }
}
