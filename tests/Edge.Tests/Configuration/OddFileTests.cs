using System.Diagnostics;
using Edge.Testing;
using Edge.Testing.Running;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>
/// A FIFO, which waits for a writer when it is opened, or a folder in the place of any file that the program reads: one line, exit code 2.
/// </summary>
public sealed class OddFileTests : IDisposable
{
    private const string Fifo = "expected a regular file, found a FIFO, a socket or a device";
    private const string Folder = "expected a regular file, found a folder";

    private const string Settings = """
        { "Edge": { "Policies": { "p": "policy.json" }, "Admin": { "Url": "http://127.0.0.1:0" } },
          "Kestrel": { "Endpoints": { "Mcp": { "Url": "https://127.0.0.1:0" } } },
          "ReverseProxy": {
            "Routes": { "m": { "ClusterId": "s", "Match": { "Path": "/mcp" }, "Metadata": { "Edge.Policy": "p" } } },
            "Clusters": { "s": { "Destinations": { "a": { "Address": "http://127.0.0.1:1/" } } } } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-odd-");

    public OddFileTests()
    {
        File.WriteAllText(At("policy.json"), """{ "version": "1", "default": "deny" }""");
        File.WriteAllText(At("appsettings.json"), Settings);
        Directory.CreateDirectory(At("folder"));
        using var process = Process.Start("mkfifo", ["-m", "600", At("fifo")]);
        process.WaitForExit();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("fifo", Fifo, "serve")]
    [InlineData("fifo", Fifo, "check")]
    [InlineData("fifo", Fifo, "grant", "list")]
    [InlineData("fifo", Fifo, "audit", "verify")]
    [InlineData("folder", Folder, "serve")]
    [InlineData("folder", Folder, "check")]
    public async Task A_settings_file_that_is_none_is_one_line(string odd, string found, params string[] command)
    {
        File.Delete(At("appsettings.json"));
        Move(odd, "appsettings.json");
        await AssertOneLineAsync($"appsettings.json: error config_file_kind: {found}", command);
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Mcp:Certificate:Path", "fifo", Fifo)]
    [InlineData("Kestrel:Endpoints:Mcp:Certificate:KeyPath", "fifo", Fifo)]
    [InlineData("Kestrel:Endpoints:Mcp:Sni:a.example:Certificate:Path", "fifo", Fifo)]
    [InlineData("Kestrel:Certificates:Default:Path", "fifo", Fifo)]
    [InlineData("Kestrel:Certificates:Default:Path", "folder", Folder)]
    public async Task A_certificate_that_is_no_file_is_one_line(string key, string odd, string found)
    {
        var line = $"the command line: error config_certificate at {key}: {found} at '{At(odd)}'";
        await AssertOneLineAsync(line, "serve", $"--{key}={odd}");
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_is_one_line()
    {
        const string Key = "Kestrel:Endpoints:Mcp:Certificate:Path";
        await AssertOneLineAsync(
            $"the command line: error config_certificate at {Key}: no such file (looked for '{At("none.pem")}')", "serve",
            $"--{Key}=none.pem");
    }

    [Fact]
    public async Task A_certificate_that_is_none_ends_the_start_in_words()
    {
        var (code, output) = await RunAsync("serve", "--Kestrel:Endpoints:Mcp:Certificate:Path=policy.json");
        Assert.Equal(2, code);
        Assert.Contains("error config_listen at Kestrel:Endpoints: cannot listen: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fifo", Fifo)]
    [InlineData("folder", Folder)]
    public async Task A_grants_file_or_a_policy_that_is_none_is_one_line(string odd, string found)
    {
        await AssertOneLineAsync($"{odd}: error grants_file_kind: {found}", "grant", "list", "--file", odd);
        await AssertOneLineAsync($"{odd}: error grants_file_kind: {found}", "grant", "revoke", "g", "--file", odd);
        await AssertOneLineAsync($"{odd}: error grants_file_kind: {found}", "grant", "new", "g", "--server", "s", "--file", odd);
        await AssertOneLineAsync($"{odd}: error policy_file_kind: {found}", "check", odd);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("show")]
    [InlineData("tail")]
    public async Task Records_that_are_no_file_are_one_line(string command)
    {
        Directory.CreateDirectory(At("audit"));
        TestKeyFile.Write(At("edge.key"));
        var file = Path.Combine("audit", "audit-000000000001-2026-12-01.jsonl");
        Move("fifo", file);
        await AssertOneLineAsync($"{file}: error audit_file_kind: {Fifo}", "audit", command, "audit");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    // By rename: to copy a FIFO would wait, too.
    private void Move(string from, string to)
    {
        using var process = Process.Start("mv", [At(from), At(to)]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task AssertOneLineAsync(string line, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal((2, line), (code, output.Trim()));
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var edge = ChildProgram.Start("Edge", Repository.Edge, arguments, folder: _folder.FullName);
        return (await edge.ExitAsync(Deadline.Limit), edge.Output);
    }
}
