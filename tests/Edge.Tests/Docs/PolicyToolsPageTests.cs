using System.Text.RegularExpressions;
using Edge.Testing;
using Edge.Tests.Cli;
using Edge.Tests.Cli.Policies;
using Xunit;

namespace Edge.Tests.Docs;

/// <summary>Every command of docs/policy-tools.md is run, in order, on the page's files, and prints what the page says.</summary>
public sealed partial class PolicyToolsPageTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_command_prints_what_the_page_says()
    {
        var page = Repository.Read("docs", "policy-tools.md");
        foreach (Match file in File().Matches(page))
            _folder.Write(file.Groups[1].Value, file.Groups[2].Value);

        var commands = Command().Matches(page);
        Assert.NotEmpty(commands);
        foreach (Match command in commands)
        {
            string[] words = [.. Word().Matches(command.Groups[1].Value).Select(word => word.Value.Trim('\''))];
            var (_, output, error) = await CommandLine.RunAsync(
                [.. words.Select(word => Path.GetExtension(word) is ".json" or ".yaml" ? _folder.At(word) : word)]);
            Assert.Equal(command.Groups[2].Value, _folder.Clean(output + error));
        }
    }

    [GeneratedRegex("^<!-- file: (.+) -->\n```[a-z]+\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex File();

    [GeneratedRegex("^```console\n\\$ edge ([^\n]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
