using System.Text.Json;
using Xunit;

namespace Edge.Tests.Cli.Policies;

public sealed class CheckFormatTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public CheckFormatTests() => _folder.Write("bad.json", """
        { "version": "1",
          "defalt": "deny", "default": "deny" }
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task For_github_a_mistake_is_a_workflow_command()
    {
        var (code, output, error) = await CommandLine.RunAsync("check", "--format", "github", _folder.At("bad.json"));
        Assert.Equal((2, ""), (code, error));
        Assert.Equal("::error file=bad.json,line=2,col=3,title=policy_unknown_member::at /defalt: unknown member 'defalt' "
            + "(did you mean 'default'?)\n", _folder.Clean(output));
    }

    [Fact]
    public async Task As_sarif_and_for_an_editor()
    {
        using var sarif = JsonDocument.Parse((await CommandLine.RunAsync("check", "--format", "sarif", _folder.At("bad.json"))).Output);
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal(("policy_unknown_member", "error"),
            (result.GetProperty("ruleId").GetString(), result.GetProperty("level").GetString()));
        Assert.True(sarif.RootElement.TryGetProperty("$schema", out _));
        using var lsp = JsonDocument.Parse((await CommandLine.RunAsync("check", "--format", "lsp", _folder.At("bad.json"))).Output);
        var start = lsp.RootElement[0].GetProperty("diagnostics")[0].GetProperty("range").GetProperty("start");
        Assert.Equal((1, 2), (start.GetProperty("line").GetInt32(), start.GetProperty("character").GetInt32()));
    }
}
