using Edge.Gateway.Audit;
using Edge.Gateway.Keys;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>One chain, over many files, days, starts and keys.</summary>
public sealed class AuditFolderTests
{
    [Fact]
    public async Task The_chain_is_carried_over_size_day_and_restart()
    {
        await using var bench = new AuditBench(new AuditSettings { MaxFileBytes = 2000 });
        for (var round = 0; round < 4; round++)
        {
            await bench.RecordAsync(3);
            await bench.WrittenAsync(6 * (round + 1));
            bench.Clock.Advance(TimeSpan.FromHours(13));
            await bench.RestartAsync();
        }

        await bench.StopAsync();
        var verdict = bench.Verify();
        Assert.Null(verdict.Break);
        Assert.Equal(24, verdict.Head.Count);
        Assert.Equal(verdict.Head, AuditHeadFile.Read(bench.Folder));
        var names = AuditFileName.List(bench.Folder);
        Assert.True(names.Count >= 4, $"{names.Count} files");
        Assert.Equal("audit-000000000001-2026-11-20.jsonl", names[0].Name);
        Assert.Equal(new DateOnly(2026, 11, 22), names[^1].Day);
        Assert.All(names.Zip(names.Skip(1)), pair => Assert.True(pair.First.First < pair.Second.First));
    }

    [Fact]
    public async Task A_restart_on_the_same_day_goes_on_in_the_same_file()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(2);
        await bench.RestartAsync();
        await bench.RecordAsync(2);
        await bench.StopAsync();
        Assert.Equal(8, bench.Verify().Head.Count);
        Assert.Single(AuditFileName.List(bench.Folder));
    }

    [Fact]
    public async Task Files_and_folder_are_for_their_owner_only()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.StopAsync();
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var files = Directory.GetFiles(bench.Folder);
        Assert.Equal(3, files.Length);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in files)
            Assert.Equal(Owner, File.GetUnixFileMode(file));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(bench.Folder));
    }

    [Fact]
    public async Task A_line_that_a_crash_tore_is_cut_off_and_said()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(2);
        await bench.StopAsync();
        var path = AuditFileName.List(bench.Folder).Single().Path;
        await File.AppendAllTextAsync(path, "{\"kind\":\"decision\",\"seq\":5,\"ti");
        Assert.Contains("error audit_torn", bench.Verify().Break);
        bench.Start();
        Assert.Contains(bench.Logs.Lines,
            l => l.Message
                == "The last line of 'audit-000000000001-2026-11-20.jsonl' was not finished, as after a crash: 30 bytes were cut off.");
        await bench.RecordAsync(1);
        await bench.StopAsync();
        var verdict = bench.Verify();
        Assert.Null(verdict.Break);
        Assert.Equal(6, verdict.Head.Count);
    }

    [Fact]
    public async Task A_file_of_which_a_crash_left_only_a_torn_line_is_used_again()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(2);
        await bench.StopAsync();
        await File.WriteAllTextAsync(AuditFileName.Make(bench.Folder, 5, new DateOnly(2026, 11, 20)).Path, "{\"ki");
        bench.Start();
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(6, bench.Verify().Head.Count);
    }

    [Fact]
    public async Task A_tail_that_was_cut_while_Edge_was_down_stays_visible()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(3);
        await bench.StopAsync();
        var path = AuditFileName.List(bench.Folder).Single().Path;
        await File.WriteAllLinesAsync(path, File.ReadAllLines(path)[..4]);
        bench.Start();
        Assert.Contains(bench.Logs.Lines,
            l => l.Message == "Audit records 5 to 6 are missing: the files end before the head that was written beside them.");
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.EndsWith(
            "audit-000000000007-2026-11-20.jsonl:1: error audit_order: expected record 5, found 7: records were removed, inserted or "
                + "moved", bench.Verify().Break);
    }

    [Fact]
    public async Task A_chain_cannot_go_on_behind_something_else()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.StopAsync();
        await File.AppendAllTextAsync(AuditFileName.List(bench.Folder).Single().Path, "hello\n");
        Assert.Equal("the last line of 'audit-000000000001-2026-11-20.jsonl' is not an audit record",
            Assert.Throws<InvalidDataException>(bench.Start).Message);
    }

    [Fact]
    public async Task Two_Edges_do_not_write_one_chain()
    {
        await using var bench = new AuditBench();
        Assert.Throws<IOException>(() => new AuditBench(folder: bench.Folder));
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
    }

    [Fact]
    public async Task A_new_key_in_front_goes_on_with_the_chain_and_all_keys_verify()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(2);
        await bench.StopAsync();
        bench.Keys = new EdgeKeys([AuditBench.Secret(2), AuditBench.Secret(1)]);
        bench.Start();
        await bench.RecordAsync(2);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(8, bench.Verify().Head.Count);

        bench.Keys = new EdgeKeys([AuditBench.Secret(2)]);
        Assert.Contains(
            ":1: error audit_changed: record 1 is not as it was written, or was written with a key that is not in the key file",
                bench.Verify().Break);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    public async Task Old_files_go_as_configured_and_what_is_left_verifies(int keepFiles, int keepDays)
    {
        await using var bench = new AuditBench(new AuditSettings { KeepFiles = keepFiles, KeepDays = keepDays });
        for (var day = 1; day <= 6; day++)
        {
            await bench.RecordAsync(1);
            await bench.WrittenAsync(2 * day);
            bench.Clock.Advance(TimeSpan.FromDays(1));
        }

        await bench.StopAsync();
        var verdict = bench.Verify();
        Assert.Null(verdict.Break);
        Assert.Equal(keepFiles > 0 ? 2 : 4, verdict.Files);
        Assert.Equal(12 - 2 * verdict.Files, verdict.Start.Count);

        // Nobody else can pass a removal off as Edge's.
        File.Delete(AuditFileName.List(bench.Folder)[0].Path);
        Assert.Contains("error audit_order", bench.Verify().Break);
        var start = Path.Combine(bench.Folder, "audit.start");
        await File.WriteAllTextAsync(start,
            (await File.ReadAllTextAsync(start)).Replace(verdict.Start.Count + ":", verdict.Start.Count + 2 + ":",
                StringComparison.Ordinal));
        Assert.Contains("error audit_order: expected record 1, found", bench.Verify().Break);
    }

    [Fact]
    public async Task The_head_is_written_and_logged_each_minute()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        Assert.Null(AuditHeadFile.Read(bench.Folder));
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await Deadline.Until(() => AuditHeadFile.Read(bench.Folder) is not null, "the head");
        Assert.Equal(bench.Writer.Head, AuditHeadFile.Read(bench.Folder));
        await Deadline.Until(() => bench.Logs.Lines.Any(l => l.Message == $"The head of the audit chain is {bench.Writer.Head}."),
            "the line of the log");
    }

    [Fact]
    public async Task A_file_that_is_removed_under_Edge_is_missed_and_followed_by_another()
    {
        await using var bench = new AuditBench();
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        File.Delete(AuditFileName.List(bench.Folder).Single().Path);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await Deadline.Until(() =>
            bench.Logs.Lines.Any(l => l.Message.StartsWith("The file of audit records was removed, cut off or replaced", StringComparison.Ordinal)),
            "the line of the log");
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.EndsWith(
            "audit-000000000003-2026-11-20.jsonl:1: error audit_order: expected record 1, found 3: records were removed, inserted or "
                + "moved", bench.Verify().Break);
    }
}
