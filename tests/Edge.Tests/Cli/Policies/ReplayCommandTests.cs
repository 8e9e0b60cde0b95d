using System.Text.Json;
using Edge.Testing;
using Edge.Tests.Hosting;
using Edge.Tests.Telemetry;
using Xunit;

namespace Edge.Tests.Cli.Policies;

[Collection(AloneCollection.Name)]
public sealed class ReplayCommandTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_changes_is_grouped_and_what_the_records_do_not_hold_is_unknown()
    {
        WriteRecords(
            Record("2026-05-01T10:00:00Z", "D1", "list-pods", "allow"),
            Record("2026-05-01T10:00:01Z", "D2", "list-pods", "allow"),
            Record("2026-05-01T10:00:02Z", "D3", "list-pods", "allow"),
            Record("2026-05-01T10:01:00Z", "D4", "list-pods", "allow"),
            Record("2026-05-01T10:01:01Z", "D5", "delete-pod", "allow", arguments: true),
            Record("2026-05-01T10:01:02Z", "D6", "delete-pod", "allow", arguments: true),
            Record("2026-05-01T10:01:03Z", "D7", "create-pod", "allow", arguments: true),
            Record("2026-05-01T10:01:04Z", "D8", "create-pod", "deny"),
            Record("2026-05-01T10:01:05Z", "D9", "list-pods", "deny", reason: "frozen"));
        var (code, output, error) = await RunAsync();
        Assert.Equal((1, ""), (code, error));
        Assert.Equal(
            """
            9 decisions: 4 unchanged, 3 changed, 2 unknown
            changed       2  delete-pod by ci: allow to deny (/hide/0), as D5, D6
            changed       1  list-pods by ci: allow to deny (/tools/list-pods/limits/0), as D3
            unknown       1  create-pod: /tools/create-pod needs arguments
            unknown       1  list-pods: needs what was decided outside of the policy

            """, output);
    }

    [Fact]
    public async Task Earlier_calls_take_from_limits_and_are_not_reported()
    {
        WriteRecords(
            Record("2026-05-01T10:00:00Z", "D1", "list-pods", "deny"),
            Record("2026-05-01T10:00:01Z", "D2", "list-pods", "allow"),
            Record("2026-05-01T10:00:02Z", "D3", "list-pods", "allow"));
        var (code, output, _) = await RunAsync("--since", "2026-05-01T10:00:02Z", "--json");
        using var json = JsonDocument.Parse(output);
        var answer = json.RootElement;
        Assert.Equal((1, 1, 0), (code, answer.GetProperty("records").GetInt32(), answer.GetProperty("unchanged").GetInt32()));
        Assert.Equal("D3", json.RootElement.GetProperty("changed")[0].GetProperty("examples")[0].GetString());
    }

    [Fact]
    public async Task A_limit_that_an_unknown_call_may_have_taken_from_is_unknown()
    {
        _folder.Write("runpod.json", """
            { "version": "1", "default": "deny", "tools": { "list-pods": {
              "deny_if": [{ "path": "args.all", "op": "eq", "value": true }], "rate_limit": "1/minute" } } }
            """);
        WriteRecords(
            Record("2026-05-01T10:00:00Z", "D1", "list-pods", "allow", arguments: true),
            Record("2026-05-01T10:00:01Z", "D2", "list-pods", "allow"));
        var (code, output, _) = await RunAsync();
        Assert.Equal(0, code);
        Assert.Contains("list-pods: /tools/list-pods/rate_limit needs limits that unknown calls may have taken from", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_the_gateway_itself_are_replayed()
    {
        const string Before = """{ "version": "1", "default": "allow" }""";
        await using var edge = await EdgeHost.StartAsync(Before, clock: new ManualTimeProvider());
        await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list-pods"}}""");
        await edge.PostAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"delete-pod","arguments":{"id":"a"}}}""");
        await edge.PostAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"create-pod","arguments":{"count":1}}}""");
        await edge.StopAsync();
        var (code, output, error) = await CommandLine.RunAsync(
            "replay", "--audit", edge.AuditFolder, "--policy", _folder.At("runpod.json"));
        Assert.Equal((1, ""), (code, error));
        Assert.StartsWith("3 decisions: 1 unchanged, 1 changed, 1 unknown\nchanged       1  delete-pod by anonymous: "
            + "allow to deny (/hide/0), as ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_record_ends_it_with_its_place()
    {
        WriteRecords("""{"kind":"decision"}""");
        var (code, output, error) = await RunAsync();
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("audit-000000000001-2026-05-01.jsonl:1: error audit_not_a_record: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_records_take_no_more_memory_than_few()
    {
        var lines = Enumerable.Range(0, 100_000).Select(i => Record(
            $"2026-05-01T{10 + (i / 3600 % 10):00}:{i / 60 % 60:00}:{i % 60:00}Z", $"D{i}", i % 3 == 0 ? "list-pods" : "delete-pod",
            "allow"));
        WriteRecords([.. lines.Order(StringComparer.Ordinal)]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (code, output, _) = await RunAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("100000 decisions: ", output, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 << 20);
    }

    private static string Record(
        string time, string id, string tool, string decision, bool arguments = false, string reason = "allowed") =>
        JsonSerializer.Serialize(new
        {
            kind = "decision",
            time,
            decisionId = id,
            grant = "ci",
            address = "127.0.0.1",
            session = (string?)null,
            method = "tools/call",
            tool,
            argumentsMac = arguments ? "00" : null,
            policy = "runpod",
            reason,
            decision,
        });

    private void WriteRecords(params string[] lines)
    {
        Directory.CreateDirectory(_folder.At("audit"));
        _folder.Write(Path.Combine("audit", "audit-000000000001-2026-05-01.jsonl"), string.Concat(lines.Select(line => line + "\n")));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] more) =>
        CommandLine.RunAsync(["replay", "--audit", _folder.At("audit"), "--policy", _folder.At("runpod.json"), .. more]);
}
