using System.Text.RegularExpressions;
using Edge.Policy.Freezes;
using Edge.Testing;
using Edge.Testing.Running;
using Xunit;

namespace Edge.Tests.Stores.Sqlite;

/// <summary><c>edge store</c>, in a folder with settings.</summary>
public sealed partial class StoreCommandTests : IDisposable
{
    private const string Settings = """{ "Edge": { "Policies": { "p": "p.json" }, "Store": { "Kind": "KIND" } } }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-store-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_page_shows_what_the_commands_print()
    {
        Write("sqlite");
        var page = Repository.Read("docs", "stores.md");
        var shown = Console().Match(page).Groups["text"].Value;
        var commands = shown.Split('\n').Where(line => line.StartsWith("$ edge ", StringComparison.Ordinal)).ToList();
        Assert.True(commands.Count > 5);
        var written = "";
        foreach (var command in commands)
            written += $"{command}\n{(await RunAsync(command["$ edge ".Length..].Split(' '))).Output}";
        Assert.Equal(shown, written.TrimEnd().Replace(_folder.FullName + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_made_beside_a_process_holds_what_it_had_written()
    {
        Write("sqlite");
        await using (var edge = await StoreInFile.OpenAsync(At("data/edge.db")))
        {
            await edge.Freezes.SetAsync(FreezeTarget.All, "ann", "enough", default);
            var status = (await RunAsync("store", "status")).Output;
            Assert.Contains("in use by 1 process\n0 counts, 1 freeze", status, StringComparison.Ordinal);
            Assert.Equal(0, (await RunAsync("store", "backup", "copy.db")).Code);
        }

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("copy.db")));
        await using var restored = await StoreInFile.OpenAsync(At("copy.db"));
        Assert.Equal("enough", restored.Freezes.FindLastKnown("g", "s")!.Reason);
    }

    [Fact]
    public async Task A_damaged_store_is_not_whole()
    {
        Write("sqlite");
        await using (var edge = await StoreInFile.OpenAsync(At("data/edge.db")))
            await edge.Freezes.SetAsync(FreezeTarget.All, "ann", null, default);
        using (var file = File.OpenWrite(At("data/edge.db")))
        {
            file.Position = 4096 * 2;
            file.Write(new byte[4096]);
        }

        var (code, output) = await RunAsync("store", "verify");

        Assert.Equal(1, code);
        Assert.StartsWith("data/edge.db: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_in_memory_says_so()
    {
        Write("memory");
        Assert.Equal((0, "memory: ends with the process; no file or database keeps anything\n"), await RunAsync("store", "status"));
        Assert.Equal(1, (await RunAsync("store", "backup", "copy.db")).Code);
    }

    private void Write(string kind)
    {
        File.WriteAllText(At("appsettings.json"), Settings.Replace("KIND", kind, StringComparison.Ordinal));
        File.WriteAllText(At("p.json"), """{ "version": "1", "default": "allow" }""");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<(int Code, string Output)> RunAsync(params string[] words)
    {
        await using var edge = ChildProgram.Start("edge store", Repository.Edge, words, folder: _folder.FullName);
        return (await edge.ExitAsync(Deadline.Limit), edge.Output);
    }

    [GeneratedRegex("^```console\n(?<text>.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();
}
