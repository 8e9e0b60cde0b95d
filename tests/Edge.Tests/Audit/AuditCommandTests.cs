using System.CommandLine;
using Edge.Cli;
using Edge.Gateway.Audit;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>What an operator types, and reads.</summary>
public sealed class AuditCommandTests
{
    private const string Policy = """{ "version": "1", "default": "deny", "hide": ["delete-*"], "tools": { "list-pods": {} } }""";

    [Fact]
    public async Task The_guides_commands_print_what_the_guide_says()
    {
        await using var edge = await RecordedAsync();
        var head = AuditHeadFile.Read(edge.AuditFolder)!;
        foreach (var (command, expected) in AuditGuide.Commands())
        {
            if (command.StartsWith("sed ", StringComparison.Ordinal))
            {
                var path = AuditFileName.List(edge.AuditFolder).Single().Path;
                var replaced = command.Split('/');
                await File.WriteAllTextAsync(path,
                    (await File.ReadAllTextAsync(path)).Replace(replaced[1], replaced[2], StringComparison.Ordinal));
                continue;
            }

            var (code, output, error) =
                await RunAsync(edge, command.Replace(AuditGuide.Text.Split("--head ")[1][..66], head.ToString(), StringComparison.Ordinal));
            Assert.Equal(AuditGuide.Plain(expected), AuditGuide.Plain(output));
            Assert.Equal("", error);
            Assert.Equal(expected.Contains("broken", StringComparison.Ordinal) ? 1 : 0, code);
        }
    }

    [Fact]
    public void The_guide_names_every_member_setting_and_code()
    {
        string[] names =
        [
            "kind", "seq", "time", "decisionId", "traceId", "server", "grant", "address", "session", "method", "tool", "argumentKeys",
                "argumentsMac", "argumentValues",
            "policy", "revision", "rule", "reason", "decision", "mode", "limits", "status", "toolError", "durationMs", "bytes", "mac",
            .. typeof(AuditSettings).GetProperties().Where(p => p.CanWrite).Select(p => p.Name),
            "audit_changed", "audit_order", "audit_not_a_record", "audit_torn", "audit_cut", "audit_head",
        ];
        Assert.All(names, name => Assert.Contains($"`{name}`", AuditGuide.Text));
    }

    [Theory]
    [InlineData("audit verify --head 5", "error audit_wrong_head: expected COUNT:MAC as Edge logs it, found '5'\n")]
    [InlineData("audit show --since yesterday",
        "error audit_wrong_time: expected a time such as '2026-11-20T10:00:00Z' or '00:15:00' (how long ago) in --since, found "
        + "'yesterday'\n")]
    public async Task Wrong_input_is_named(string command, string expected)
    {
        await using var edge = await RecordedAsync();
        Assert.Equal((2, "", expected), await RunAsync(edge, $"edge {command}"));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var (code, output, error) = await RunAsync(["audit", "show", "no/such/folder"]);
        Assert.Equal((2, "", "no/such/folder: error audit_no_folder: no such folder\n"), (code, output, error));
    }

    [Fact]
    public async Task A_key_file_that_is_not_there_is_named()
    {
        await using var edge = await RecordedAsync();
        var (code, _, error) = await RunAsync(["audit", "verify", edge.AuditFolder, "--key-file", "no.key"]);
        Assert.Equal(2, code);
        Assert.StartsWith("no.key: error key_file_missing: ", error);
    }

    [Fact]
    public async Task A_line_that_is_no_record_is_named_and_left_out()
    {
        await using var edge = await RecordedAsync();
        var path = AuditFileName.List(edge.AuditFolder).Single().Path;
        await File.AppendAllTextAsync(path, "{\"kind\":\"decision\"}\n");
        var (code, output, error) = await RunAsync(edge, "edge audit show --json");
        Assert.Equal(1, code);
        Assert.Equal(4, output.Count(c => c == '\n'));
        Assert.Equal(
            "data/audit/audit-000000000001-2026-11-20.jsonl:5: error audit_not_a_record: expected an audit record, found something else\n",
                error);
    }

    [Fact]
    public async Task What_somebody_put_into_a_file_cannot_move_the_operators_cursor()
    {
        await using var edge = await RecordedAsync();
        var path = AuditFileName.List(edge.AuditFolder).Single().Path;
        await File.WriteAllTextAsync(path,
            (await File.ReadAllTextAsync(path)).Replace("list-pods", "x\\u001b[2Jy\\u202e", StringComparison.Ordinal));
        var (_, output, _) = await RunAsync(edge, "edge audit show");
        Assert.Contains("tools/call x\\u001b[2Jy\\u202e", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Tail_follows_from_one_file_to_the_next()
    {
        await using var bench = new AuditBench(new AuditSettings { MaxFileBytes = 500 });
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        using var output = new StringWriter();
        using var tail =
            new AuditFollower(bench.Folder,
            new AuditPrinter(new AuditFilter(null, null, null, null, null), asJson: true, output, TextWriter.Null));
        tail.PrintLast(1);
        Assert.Single(Lines(output));
        for (var i = 0; i < 4; i++)
        {
            await bench.RecordAsync(1);
            await bench.WrittenAsync(2 * i + 4);
            tail.PrintNew();
            Assert.Equal(2 * i + 3, Lines(output).Length);
        }

        Assert.True(AuditFileName.List(bench.Folder).Count > 2);
        Assert.Equal(bench.Lines().Skip(1), Lines(output));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Tail_prints_the_last_ones_also_across_files(int count)
    {
        await using var bench = new AuditBench(new AuditSettings { MaxFileBytes = 500 });
        for (var i = 1; i <= 5; i++)
        {
            await bench.RecordAsync(1);
            await bench.WrittenAsync(2 * i);
        }

        var (code, output, error) = await RunAsync(["audit", "tail", "-n", $"{count}", "--json", bench.Folder]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(bench.Lines().TakeLast(count), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string[] Lines(StringWriter output) => output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // The calls of which the guide tells.
    private static async Task<EdgeHost> RecordedAsync()
    {
        var edge = await EdgeHost.StartAsync(Policy, clock: new ManualTimeProvider());
        await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list-pods"}}""");
        await edge.PostAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"delete-pod"}}""");
        await edge.StopAsync();
        return edge;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(EdgeHost edge, string command)
    {
        string[] key = command.Contains("verify", StringComparison.Ordinal) ? ["--key-file", edge.KeyFile] : [];
        var (code, output, error) = await RunAsync([.. command.Split(' ')[1..], .. key, edge.AuditFolder]);
        return (code, output.Replace(edge.AuditFolder, "data/audit", StringComparison.Ordinal),
            error.Replace(edge.AuditFolder, "data/audit", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await EdgeCommand.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
