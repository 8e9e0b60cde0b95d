using System.Diagnostics;
using Edge.Gateway.Files;
using Edge.Gateway.Keys;
using Edge.Gateway.Settings;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>Which files Edge takes from whom, and what it says of the others.</summary>
public sealed class FileRightsTests : IDisposable
{
    private const uint Stranger = 3_000_000_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-rights-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("600", false, true)]
    [InlineData("400", false, true)]
    [InlineData("440", false, false)]
    [InlineData("600", true, true)]
    // A Secret of Kubernetes with fsGroup: root owns it, and the pod's group reads it.
    [InlineData("440", true, true)]
    [InlineData("640", true, true)]
    [InlineData("660", true, false)]
    [InlineData("444", true, false)]
    [InlineData("404", true, false)]
    [InlineData("444", false, false)]
    public void A_key_file_of_another_user_may_be_readable_by_its_group(string mode, bool another, bool accepted)
    {
        var own = FileFacts.Find(TestKeyFile.Write(At("key")))!;
        var facts = own with { Mode = (UnixFileMode)Convert.ToInt32(mode, 8), Owner = another ? Stranger : own.Owner, Group = 2000 };
        if (accepted)
        {
            KeyFile.Check("key", facts);
            return;
        }

        var line = Assert.Single(Assert.Throws<StartupException>(() => KeyFile.Check("key", facts)).Lines);
        Assert.StartsWith("key: error key_file_mode: expected a file that only its owner may read (chmod 600)", line);
        Assert.EndsWith($"found mode 0{mode}, owner uid {facts.Owner}, group gid 2000, and Edge runs as uid {own.Owner}", line);
    }

    [Fact]
    public void The_facts_are_those_of_the_file_behind_a_link()
    {
        var key = TestKeyFile.Write(At("key"));
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(At("link"), key);
        var facts = FileFacts.Find(At("link"))!;
        Assert.Equal(
            (FileKind.Regular, UnixFileMode.UserRead | UnixFileMode.GroupRead, false),
            (facts.Kind, facts.Mode, facts.IsOfAnotherUser));
        Assert.NotNull(facts.Owner);
        Assert.Equal(FileKind.Folder, FileFacts.Find(_folder.FullName)!.Kind);
        Assert.Null(FileFacts.Find(At("nothing")));
    }

    [Fact]
    public async Task A_FIFO_is_no_key_file_no_policy_and_no_grants_file()
    {
        var fifo = MakeFifo("fifo");
        const string Found = "expected a regular file, found a FIFO, a socket";
        Assert.Equal($"{fifo}: error key_file_kind: {Found}, a device or a folder", await MistakeAsync(("Edge:KeyFile", fifo)));
        Assert.Equal($"{fifo}: error policy_file_kind: {Found} or a device", await MistakeAsync(("Edge:Policies:test", fifo)));
        Assert.Equal($"{fifo}: error grants_file_kind: {Found} or a device", await MistakeAsync(("Edge:Grants:File", fifo)));
    }

    [Fact]
    public async Task A_FIFO_is_no_secret()
    {
        MakeFifo("token");
        Assert.Contains(
            "'token' in Edge:Grants:SecretsDirectory is not a regular file",
            await MistakeAsync(
                ("Edge:Grants:SecretsDirectory", _folder.FullName),
                ("Edge:Servers:server:Credential:Header", "X-Key"),
                ("Edge:Servers:server:Credential:Value", "${file:token}")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_made_is_explained_by_the_folder_above()
    {
        var hint = FolderHint.For(At(Path.Combine("no", "such", "file")));
        Assert.StartsWith($" ('{_folder.FullName}' has mode 0700, owner uid ", hint, StringComparison.Ordinal);
        Assert.EndsWith("chgrp -R 0 FOLDER && chmod -R g=u FOLDER)", hint, StringComparison.Ordinal);
    }

    private static async Task<string> MistakeAsync(params (string Key, string Value)[] settings)
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => EdgeHost.StartAsync(settings: settings).WaitAsync(Deadline.Token));
        return Assert.Single(refused.Lines);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string MakeFifo(string name)
    {
        var path = At(name);
        using var process = Process.Start("mkfifo", ["-m", "600", path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
