using System.Text.Json;
using Xunit;

namespace Edge.Tests.Cli.Policies;

public sealed class ExplainCommandTests : IDisposable
{
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_denial_is_explained_up_to_the_condition_that_decided_with_all_that_would_have_to_change()
    {
        var (code, output, error) = await RunAsync("""{"tool":"create-pod","arguments":{"count":5}}""");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            """
            deny: condition_failed /tools/create-pod/require/0
            the caller is told: this call is not allowed with 'args.count' as it is

            false        /hide                        tool hide, found "create-pod"
            true         /tools/create-pod            tool "create-pod" matches 'create-pod'
            false        /tools/create-pod/require/0  args.count lte 2, found 5

            to be allowed, /tools/create-pod/require/0 must be true: args.count lte 2
            to be allowed, /tools/create-pod/require/1 must be true: args.gpu in ["A40","L4"]

            """, output);
    }

    [Theory]
    [InlineData("""{"tool":"create-pod","arguments":{"count":2,"gpu":"L4"}}""", "allow", "allowed", "/tools/create-pod", "true")]
    [InlineData("""{"tool":"create-pod","arguments":{"count":"2"}}""", "deny", "unevaluable", "/tools/create-pod/require/0", "unevaluable")]
    [InlineData("""{"tool":"create-pod"}""", "deny", "condition_failed", "/tools/create-pod/require/0", "absent")]
    [InlineData("""{"tool":"delete-pod"}""", "deny", "hidden", "/hide/0", "true")]
    [InlineData("""{"tool":"else"}""", "deny", "not_listed", "/default", "true")]
    [InlineData("""{"tool":"list-pods"}""", "allow", "allowed", "/tools/list-pods", "room")]
    [InlineData("""{"tool":"stop-pod"}""", "approval_required", "approval_required", "/tools/stop-pod/action", "true")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"else"}}""", "deny", "not_listed", "/default", "true")]
    public async Task As_json_it_has_the_decision_and_every_step(string call, string decision, string reason, string rule, string last)
    {
        var (code, output, error) = await RunAsync(call, "--json");
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        var answer = json.RootElement;
        Assert.Equal((decision, reason, rule), (answer.GetProperty("decision").GetString(), answer.GetProperty("reason").GetString(),
            answer.GetProperty("rule").GetString()));
        Assert.Equal(last, answer.GetProperty("steps").EnumerateArray().Last().GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("""{"tool":"a","argments":{}}""",
        "(call):1:13: error call_unknown_member at /argments: unknown member 'argments' (did you mean")]
    [InlineData("""{"tool":"a","tool":"b"}""", "error call_duplicate_key at /tool")]
    [InlineData("""{"jsonrpc":"2.0","method":"ping","params":{"name":"a"}}""", "expected the method 'tools/call', found 'ping'")]
    [InlineData("@nowhere.json", "nowhere.json: error call_file_missing: ")]
    public async Task What_is_no_call_is_an_error_with_its_place(string call, string expected)
    {
        var (code, output, error) = await RunAsync(call);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string call, params string[] more) =>
        CommandLine.RunAsync(["explain", _folder.At("runpod.json"), call, .. more]);
}
