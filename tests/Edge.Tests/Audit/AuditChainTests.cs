using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Audit;
using Edge.Gateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>What was recorded is there once, and nobody without the key can change it unseen.</summary>
public sealed class AuditChainTests
{
    [Fact]
    public async Task Ten_thousand_calls_at_once_are_recorded_once_each_and_verify()
    {
        const int Calls = 10_000;
        await using var bench = new AuditBench(new AuditSettings { QueueSize = 65_536, MaxFileBytes = 1 << 20 });
        await Parallel.ForAsync(0, Calls, async (i, _) =>
        {
            var call = AuditBench.Call(i);
            Assert.True(await bench.DecideAsync(call));
            bench.End(call);
        });
        await bench.StopAsync();

        var verdict = bench.Verify();
        Assert.Null(verdict.Break);
        Assert.Equal(2 * Calls, verdict.Head.Count);
        Assert.True(verdict.Files > 1);
        var seen = new HashSet<string>();
        foreach (var line in bench.Lines())
        {
            using var record = JsonDocument.Parse(line);
            Assert.True(seen.Add($"{record.RootElement.GetProperty("kind")} {record.RootElement.GetProperty("decisionId")}"));
        }

        Assert.Equal(2 * Calls, seen.Count);
        Assert.Equal(2 * Calls, bench.Writer.Records);
        Assert.Equal(0, bench.Writer.Dropped);
    }

    [Fact]
    public async Task Any_changed_byte_is_found_on_its_line()
    {
        await using var bench = await WrittenAsync(calls: 8);
        var path = AuditFileName.List(bench.Folder).Single().Path;
        var good = await File.ReadAllBytesAsync(path);
        var changes = Gen.Choose(0, good.Length - 1).Zip(Gen.Choose(1, 255));
        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var (at, by) = change;
            var bad = (byte[])good.Clone();
            bad[at] ^= (byte)by;
            File.WriteAllBytes(path, bad);
            var line = good.AsSpan(0, at).Count((byte)'\n') + 1;
            // A line feed that is put into a line breaks that line; one that is lost, the line that it ended.
            Assert.StartsWith($"{path}:{line}: error audit_", bench.Verify().Break);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Any_byte_of_one_record_counts()
    {
        await using var bench = await WrittenAsync(calls: 1);
        var path = AuditFileName.List(bench.Folder).Single().Path;
        var good = await File.ReadAllBytesAsync(path);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x20;
            await File.WriteAllBytesAsync(path, bad);
            Assert.NotNull(bench.Verify().Break);
        }

        await File.WriteAllBytesAsync(path, good);
        Assert.Null(bench.Verify().Break);
    }

    [Fact]
    public async Task A_removed_a_swapped_a_repeated_and_an_inserted_line_are_found()
    {
        await using var bench = await WrittenAsync(calls: 8);
        var path = AuditFileName.List(bench.Folder).Single().Path;
        var good = await File.ReadAllLinesAsync(path);
        Prop.ForAll(Gen.Choose(0, good.Length - 2).Zip(Gen.Choose(1, good.Length - 1)).ToArbitrary(), positions =>
        {
            var (i, distance) = positions;
            var j = i + 1 + distance % (good.Length - i - 1);
            string[] removed = [.. good[..i], .. good[(i + 1)..]];
            var swapped = (string[])good.Clone();
            (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
            string[] repeated = [.. good[..j], good[i], .. good[j..]];
            string[] inserted = [.. good[..j], good[j].Replace("\"tool\":\"tool\"", "\"tool\":\"loot\"", StringComparison.Ordinal),
                .. good[j..]];
            string[] blank = [.. good[..j], "", .. good[j..]];
            foreach (var lines in (string[][])[removed, swapped, repeated, inserted, blank])
            {
                Write(path, lines);
                Assert.NotNull(bench.Verify().Break);
            }
        }).QuickCheckThrowOnFailure();
        Write(path, good);
        Assert.Null(bench.Verify().Break);
    }

    [Fact]
    public async Task A_cut_tail_is_found_with_a_head()
    {
        await using var bench = await WrittenAsync(calls: 8);
        var head = bench.Writer.Head;
        var path = AuditFileName.List(bench.Folder).Single().Path;
        var good = await File.ReadAllLinesAsync(path);
        Write(path, good[..^1]);
        Assert.Equal($"{path}:15: error audit_cut: the records end with 15, but the head beside the files says 16: the end was cut off",
            bench.Verify().Break);

        // Who cuts the tail cuts the head beside it too: then only one that was kept elsewhere tells.
        File.Delete(Path.Combine(bench.Folder, "audit.head"));
        Assert.Null(bench.Verify().Break);
        Assert.Equal($"{path}:15: error audit_cut: the records end with 15, but the head given says 16: the end was cut off",
            bench.Verify(head).Break);

        // A head of a moment in between must be met on the way.
        Write(path, good);
        Assert.Null(bench.Verify(new AuditHead(3, AuditOf(good[2]))).Break);
        Assert.Equal($"{path}:3: error audit_head: record 3 has another MAC than the head given: this is another chain, or it was "
            + $"written anew from there", bench.Verify(new AuditHead(3, AuditOf(good[3]))).Break);
    }

    [Fact]
    public async Task A_half_line_and_a_foreign_line_are_named()
    {
        await using var bench = await WrittenAsync(calls: 2);
        var path = AuditFileName.List(bench.Folder).Single().Path;
        var good = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, good[..^1]);
        Assert.Equal($"{path}:4: error audit_torn: the line was not finished: it was cut off, or Edge ended while it wrote it",
            bench.Verify().Break);
        await File.WriteAllTextAsync(path, good + "hello\n");
        Assert.Equal($"{path}:5: error audit_not_a_record: expected an audit record, found something else", bench.Verify().Break);
        await File.WriteAllTextAsync(path, good.Replace("\"seq\":3", "\"seq\":4", StringComparison.Ordinal));
        Assert.Equal($"{path}:3: error audit_order: expected record 3, found 4: records were removed, inserted or moved",
            bench.Verify().Break);
    }

    [Fact]
    public async Task Arguments_cannot_be_made_to_sign_a_record()
    {
        // The one thing that a caller gets signed as it likes is a JSON object; what a record's MAC covers begins with another byte.
        await using var bench = new AuditBench();
        using var mac = new AuditMac(bench.Keys.Signing(KeyPurpose.Audit));
        var chained = new byte[32];
        var text = Encoding.UTF8.GetBytes("""{"a":1}""");
        mac.OfLine(text.AsSpan(0, 3), text.AsSpan(3), chained);
        Assert.NotEqual(HMACSHA256.HashData(bench.Keys.Signing(KeyPurpose.Audit), text), chained);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(2015)]
    [InlineData(2016)]
    [InlineData(100_000)]
    public void A_link_is_the_keyed_hash_of_the_link_before_and_the_line(int length)
    {
        var (key, previous) = (AuditBench.Secret(7), AuditBench.Secret(8));
        var line = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        using var mac = new AuditMac(key);
        var link = new byte[AuditMac.Bytes];
        for (var i = 0; i < 2; i++)
        {
            mac.OfLine(previous, line, link);
            Assert.Equal(HMACSHA256.HashData(key, (byte[])[0, .. previous, .. line]), link);
            mac.OfStart(line, link);
            Assert.Equal(HMACSHA256.HashData(key, (byte[])[1, .. line]), link);
        }
    }

    private static string AuditOf(string line) => line[^66..^2];

    private static void Write(string path, IEnumerable<string> lines) =>
        File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")));

    private static async Task<AuditBench> WrittenAsync(int calls)
    {
        var bench = new AuditBench();
        await bench.RecordAsync(calls);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        return bench;
    }
}
