using System.Text.RegularExpressions;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>Runs every command of the pages on the admin port, in order, and compares what it prints.</summary>
[Collection(Shell.Collection)]
public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("admin.md", 17)]
    [InlineData("admin-api.md", 6)]
    public async Task Every_command_of_the_page_prints_what_the_page_says(string page, int expected)
    {
        await using var edge = await EdgeHost.StartAsync(
            clock: new ManualTimeProvider(),
            settings: [.. Operators.Settings, ("ReverseProxy:Clusters:runpod:Destinations:primary:Address", "http://127.0.0.1:9/")]);
        var shell = new Shell(edge.Admin, Operators.Admin);
        var commands = 0;
        foreach (Match block in ConsoleBlock().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", page))))
        {
            foreach (Match step in Step().Matches(block.Groups[1].Value))
            {
                var (_, output) = await shell.RunAsync(step.Groups["line"].Value);
                Assert.Equal($"$ {step.Groups["line"].Value}\n{Plain(
                    step.Groups["output"].Value)}", $"$ {step.Groups["line"].Value}\n{Plain(output)}");
                commands++;
            }
        }

        Assert.Equal(expected, commands);
    }

    // Tokens and hashes are new each time, and the host of the tests has a policy of another name.
    private static string Plain(string text) => Changing().Replace(text.TrimEnd('\n'), "…")
        .Replace("policy 'test'", "policy 'runpod'", StringComparison.Ordinal);

    [GeneratedRegex(@"^```console\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"^\$ (?<line>.*)\n(?<output>(?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("edge_[A-Za-z0-9_-]{43}|[0-9a-f]{64}|(?<=revision )[0-9a-f]{12}")]
    private static partial Regex Changing();
}
