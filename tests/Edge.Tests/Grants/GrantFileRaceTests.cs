using Edge.Cli;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Reloading;
using Edge.Gateway.Settings;
using Xunit;

namespace Edge.Tests.Grants;

/// <summary>Commands that change the grants file at the same time lose nothing of each other.</summary>
public sealed class GrantFileRaceTests : IDisposable
{
    private readonly GrantFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_revocation_and_no_printed_token_is_lost_among_commands_at_the_same_time()
    {
        const int Each = 12;
        for (var i = 0; i < Each; i++)
            Assert.Equal(0, Run("new", $"old-{i}").Code);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = Enumerable.Range(0, Each).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return Run("new", $"new-{i}");
        })).ToList();
        var revoked = Enumerable.Range(0, Each).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return Run("revoke", $"old-{i}");
        })).ToList();
        start.SetResult();

        Assert.All(await Task.WhenAll(revoked), result => Assert.Equal((ExitCode.Good, ""), (result.Code, result.Error)));
        var tokens = (await Task.WhenAll(made)).Select(result => GrantFolder.Hash(result.Output.TrimEnd('\n'))).ToList();
        var (_, grants) = new GrantFile(_folder.Path, "grants.json").Read();
        Assert.Equal(Enumerable.Range(0, Each).Select(i => $"new-{i}").Order(), grants.Select(grant => grant.Id).Order());
        Assert.Equal(tokens.Order(), grants.SelectMany(grant => grant.TokenHashes).Select(hash => Convert.ToHexStringLower(hash)).Order());
        Assert.Equal(["grants.json", "open.json", "policy.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_change_by_an_editor_between_reading_and_writing_is_not_overwritten()
    {
        var edited = """{ "grants": [ { "id": "edited", "tokenHashes": [ "<A>" ], "servers": {} } ] }""";
        var edits = 0;
        new GrantFile(_folder.Path, "grants.json").Change((bytes, _) =>
        {
            if (edits++ == 0)
                _folder.Write(edited);
            var entry = $$"""{ "id": "new", "tokenHashes": [ "{{new string('0', 64)}}" ], "servers": {} }""";
            return GrantFileText.Add(bytes, System.Text.Encoding.UTF8.GetBytes(entry));
        });
        Assert.Equal(["edited", "new"], new GrantFile(_folder.Path, "grants.json").Read().Grants.Select(grant => grant.Id));
    }

    [Fact]
    public void A_file_that_changes_again_and_again_is_left_alone()
    {
        var edits = 0;
        var fault = Assert.Throws<StartupException>(() => new GrantFile(_folder.Path, "grants.json").Change((bytes, _) =>
        {
            _folder.Write($$"""{ "grants": [ { "id": "edit-{{++edits}}", "tokenHashes": [ "<A>" ], "servers": {} } ] }""");
            return bytes!;
        }));
        const string Expected = "error grants_file_unwritable: cannot be written: another program changes the file again and again";
        Assert.Equal([$"grants.json: {Expected}"], fault.Lines);
        Assert.Equal([$"edit-{edits}"], new GrantFile(_folder.Path, "grants.json").Read().Grants.Select(grant => grant.Id));
    }

    [Fact]
    public void A_change_keeps_the_permissions_of_the_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(_folder.Grants, Shared);
        Assert.Equal(0, Run("new", "ci").Code);
        Assert.Equal(Shared, File.GetUnixFileMode(_folder.Grants));
    }

    [Fact]
    public void A_lock_left_behind_by_a_killed_command_stops_nobody()
    {
        File.WriteAllText(_folder.Grants + ".lock", "");
        Assert.Equal(0, Run("new", "ci").Code);
        Assert.False(File.Exists(_folder.Grants + ".lock"));
    }

    [Fact]
    public void What_a_change_throws_changes_nothing()
    {
        var before = File.ReadAllText(_folder.Grants);
        Assert.Throws<InvalidOperationException>(() => FileRewrite.Apply(_folder.Grants, _ => throw new InvalidOperationException()));
        Assert.Equal(before, File.ReadAllText(_folder.Grants));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    private (int Code, string Output, string Error) Run(params string[] words) =>
        GrantCommandRun.Run(_folder, [("Edge:Grants:File", "grants.json")], words);
}
