using Edge.Gateway.Audit;
using Edge.Gateway.Settings;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>A folder of records that others can change, or that is not there any more, proves nothing.</summary>
public sealed class AuditFolderSafetyTests
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Shared = (UnixFileMode)0b111_101_000;

    [Fact]
    public async Task What_everybody_may_write_is_closed_at_the_start_and_said()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var bench = await StoppedAsync();
        var file = AuditFileName.List(bench.Folder).Single().Path;
        File.SetUnixFileMode(bench.Folder, Everybody);
        File.SetUnixFileMode(file, Everybody);
        bench.Start();
        Assert.Equal(Shared, File.GetUnixFileMode(bench.Folder));
        Assert.Equal(Shared, File.GetUnixFileMode(file));
        foreach (var path in (string[])[bench.Folder, file])
            Assert.Contains(bench.Logs.Lines, l => l.Message == $"'{path}' was writable by everyone; Edge has restricted it to its owner.");
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
    }

    [Theory]
    [InlineData("audit.head")]
    [InlineData("audit.start")]
    [InlineData("audit.lock")]
    [InlineData("audit.head.tmp")]
    [InlineData("audit-000000000001-2026-11-20.jsonl")]
    public async Task A_link_in_the_place_of_a_file_is_refused(string name)
    {
        await using var bench = await StoppedAsync();
        var path = Path.Combine(bench.Folder, name);
        var elsewhere = Path.Combine(bench.Folder, "..", "elsewhere");
        if (File.Exists(path))
            File.Move(path, elsewhere);
        File.CreateSymbolicLink(path, "../elsewhere");
        var fault = Assert.Throws<AuditUnsafeException>(bench.Start);
        Assert.Equal($"expected a file of its own, found a link to '../elsewhere' at '{path}' (put the file itself there)", fault.Message);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_refused()
    {
        await using var bench = await StoppedAsync();
        Directory.CreateDirectory(Path.Combine(bench.Folder, "audit-000000000009-2026-11-20.jsonl"));
        Assert.Throws<AuditUnsafeException>(bench.Start);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_file_is_refused_and_holds_up_no_start()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var bench = await StoppedAsync();
        var path = Path.Combine(bench.Folder, "audit.head");
        File.Delete(path);
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync(Deadline.Token);
        var fault = await Assert.ThrowsAsync<AuditUnsafeException>(() => Task.Run(bench.Start).WaitAsync(Deadline.Limit));
        Assert.StartsWith("expected a regular file, found a FIFO", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000000000000:")]
    [InlineData("9223372036854775807:")]
    [InlineData("99999999999999999999999:")]
    [InlineData("-1:")]
    [InlineData("")]
    [InlineData("hello")]
    public async Task A_head_that_is_none_is_refused_with_its_place_and_verify_says_so(string count)
    {
        await using var bench = await StoppedAsync();
        var path = Path.Combine(bench.Folder, "audit.head");
        await File.WriteAllTextAsync(path, count.EndsWith(':') ? $"{count}{new string('a', 64)}\n" : count);
        var fault = Assert.Throws<AuditUnsafeException>(bench.Start);
        Assert.StartsWith(
            $"expected the head of the chain as COUNT:MAC, found something else in '{path}'", fault.Message, StringComparison.Ordinal);
        Assert.Equal($"{path}: error audit_head: expected the head of a chain as COUNT:MAC, found something else", bench.Verify().Break);
        File.Delete(path);
        bench.Start();
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
    }

    [Fact]
    public async Task The_start_names_the_setting_and_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("edge-audit-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "audit.head"), "no head");
            var start = () => EdgeHost.StartAsync(settings: ("Edge:Audit:Path", folder.FullName));
            var fault = await Assert.ThrowsAsync<StartupException>(start);
            var line = Assert.Single(fault.Lines);
            Assert.Contains("error audit_unsafe at Edge:Audit:Path: expected the head of the chain", line, StringComparison.Ordinal);
            Assert.Contains("remove it to go on", line, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_is_removed_is_noticed_within_a_second_and_nothing_passes_until_it_is_back()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        Directory.Delete(bench.Folder, recursive: true);

        // No call comes meanwhile.
        bench.Clock.Advance(TimeSpan.FromMilliseconds(500));
        await Deadline.Until(() => bench.Writer.IsFailing, "the failure");
        Assert.False(await bench.DecideAsync(AuditBench.Call()));
        Assert.Contains(bench.Logs.Lines, l => l.Message.StartsWith(
            $"Audit records cannot be written; until they can, calls are refused: the folder '{bench.Folder}' is gone",
            StringComparison.Ordinal));

        Directory.CreateDirectory(bench.Folder);
        await BackAsync(bench);
        await bench.RecordAsync(1);
        await bench.WrittenAsync(4);
        Assert.Throws<IOException>(() => new AuditBench(folder: bench.Folder));
        await bench.StopAsync();
        Assert.EndsWith(
            "expected record 1, found 3: records were removed, inserted or moved", bench.Verify().Break, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_removed_or_exchanged_gets_no_record_more()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        var path = AuditFileName.List(bench.Folder).Single().Path;
        File.Delete(path);
        await File.WriteAllTextAsync(path, "");
        await bench.RecordAsync(1);
        await bench.WrittenAsync(4);
        Assert.Equal(0, new FileInfo(path).Length);
        Assert.Contains(
            bench.Logs.Lines,
            l => l.Message == "The file of audit records was removed, cut off or replaced while Edge wrote to it; a new one follows.");
    }

    private static async Task<AuditBench> StoppedAsync()
    {
        var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.StopAsync();
        return bench;
    }

    private static Task BackAsync(AuditBench bench) => Deadline.Until(
        () =>
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return !bench.Writer.IsFailing;
        },
        "the recovery");
}
