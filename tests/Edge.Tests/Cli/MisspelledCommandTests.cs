using Xunit;

namespace Edge.Tests.Cli;

/// <summary>No misspelled word starts a gateway, or is taken for something else: exit code 2, with what was meant.</summary>
public sealed class MisspelledCommandTests
{
    [Theory]
    [InlineData("-v", "error: unknown option '-v' (did you mean '--version'?)")]
    [InlineData("--verison", "error: unknown option '--verison' (did you mean '--version'?)")]
    [InlineData("--hlep", "error: unknown option '--hlep' (did you mean '--help'?)")]
    [InlineData("--config x.json",
        "error: unknown option '--config' (settings are read from appsettings.json in the working directory, or given as "
        + "--Edge:Wire:DenyStyle=http)")]
    [InlineData("--config=x.json",
        "error: unknown option '--config' (settings are read from appsettings.json in the working directory, or given as "
        + "--Edge:Wire:DenyStyle=http)")]
    [InlineData("-c x.json",
        "error: unknown option '-c' (settings are read from appsettings.json in the working directory, or given as "
        + "--Edge:Wire:DenyStyle=http)")]
    [InlineData("--Egde:Wire:DenyStyle=http", "error: unknown option '--Egde:Wire:DenyStyle' (did you mean '--Edge:Wire:DenyStyle'?)")]
    [InlineData("--url=http://127.0.0.1:1", "error: unknown option '--url' (did you mean '--urls'?)")]
    [InlineData("--Edge:Wire:DenyStyle", "error: expected a value for --Edge:Wire:DenyStyle, as --Edge:Wire:DenyStyle=VALUE")]
    [InlineData("--Edge:Wire:DenyStyle --Edge:PublicUrl=https://edge.example",
        "error: expected a value for --Edge:Wire:DenyStyle, as --Edge:Wire:DenyStyle=VALUE")]
    [InlineData("serve --verison", "error: unknown option '--verison' (did you mean '--version'?)")]
    [InlineData("serve now", "error: unknown argument 'now' (settings are given as --Edge:Wire:DenyStyle=http)")]
    [InlineData("serv", "error: unknown command 'serv' (did you mean 'serve'?)")]
    [InlineData("run", "error: unknown command 'run' (did you mean 'serve'?)")]
    [InlineData("start --Edge:Wire:DenyStyle=http", "error: unknown command 'start' (did you mean 'serve'?)")]
    [InlineData("validate policy.json", "error: unknown command 'validate' (did you mean 'check'?)")]
    [InlineData("stop", "error: unknown command 'stop' (did you mean 'freeze'?)")]
    [InlineData("chekc f", "error: unknown command 'chekc' (did you mean 'check'?)")]
    [InlineData("hlep", "error: unknown command 'hlep' (did you mean 'help'?)")]
    [InlineData("verison", "error: unknown command 'verison' (did you mean 'version'?)")]
    [InlineData("help chekc", "error: unknown command 'chekc' (did you mean 'check'?)")]
    [InlineData("check --strickt f", "error: unknown option '--strickt' (did you mean '--strict'?)")]
    [InlineData("check f --strickt", "error: unknown option '--strickt' (did you mean '--strict'?)")]
    [InlineData("grant lsit", "error: unknown command 'grant lsit' (did you mean 'list'?)")]
    [InlineData("audit verfy data/audit", "error: unknown command 'audit verfy' (did you mean 'verify'?)")]
    [InlineData("approvals aprove 01K", "error: unknown command 'approvals aprove' (did you mean 'approve'?)")]
    [InlineData("freeze --grnt ci", "error: unknown argument '--grnt' (did you mean '--grant'?)")]
    [InlineData("grant new ci --sever runpod", "error: unknown argument '--sever' (did you mean '--server'?)")]
    [InlineData("audit verify --haed 3", "error: unknown option '--haed' (did you mean '--head'?)")]
    public async Task It_is_answered_with_what_was_meant(string line, string expected)
    {
        var (code, output, error) = await CommandLine.RunAsync(line.Split(' '));
        Assert.Equal((2, "", expected + "\n"), (code, output, error));
    }

    [Theory]
    [InlineData("help", "Usage:")]
    [InlineData("help check", "check [<FILE>...]")]
    [InlineData("help grant new", "grant new <ID>")]
    [InlineData("version", "0.1.0")]
    [InlineData("--version", "0.1.0")]
    public async Task Help_and_version_are_commands_too(string line, string expected)
    {
        var (code, output, error) = await CommandLine.RunAsync(line.Split(' '));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
