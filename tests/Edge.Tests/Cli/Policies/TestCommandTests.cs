using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Edge.Tests.Cli.Policies;

public sealed class TestCommandTests : IDisposable
{
    private const string Good = """
        {
          "policy": "runpod.json",
          "tests": [
            {
              "name": "the third read of a minute has to wait",
              "call": { "tool": "list-pods" },
              "grant": { "id": "ci", "labels": { "team": "ml" } },
              "at": "2026-05-01T10:00:30Z",
              "history": [
                { "tool": "list-pods", "at": "2026-05-01T10:00:01Z" },
                { "tool": "list-pods", "arguments": {}, "at": "2026-05-01T10:00:02Z" }
              ],
              "expect": { "decision": "deny", "rule": "/tools/list-pods/limits/0", "reason": "rate_limited" }
            },
            {
              "name": "the next minute has room",
              "call": { "tool": "list-pods" },
              "at": "2026-05-01T10:01:00Z",
              "history": [
                { "tool": "list-pods", "at": "2026-05-01T10:00:01Z" },
                { "tool": "list-pods", "at": "2026-05-01T10:00:02Z" }
              ],
              "expect": { "decision": "allow" }
            },
            {
              "name": "few GPUs",
              "call": { "tool": "create-pod", "arguments": { "count": 3, "gpu": "L4" } },
              "expect": { "decision": "deny", "rule": "/tools/create-pod/require/0" }
            }
          ]
        }
        """;

    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tests_that_pass_say_so_with_what_they_did_not_reach()
    {
        var (code, output, error) = await RunAsync(Good);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            """
            runpod.test.json: 3 passed, 0 failed; 4 of 7 places reached (57 %)
            runpod.json:4:12: not reached: /hide/0
            runpod.json:10:9: not reached: /tools/create-pod/require/1
            runpod.json:13:17: not reached: /tools/stop-pod

            """, _folder.Clean(output));
    }

    [Fact]
    public async Task A_test_that_fails_says_what_was_expected_and_what_was_found()
    {
        var (code, output, _) = await RunAsync(Good.Replace("\"decision\": \"allow\"", "\"decision\": \"deny\"", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.StartsWith(
            """
            runpod.test.json:15:5: failed: the next minute has room
              expected the decision 'deny', found 'allow'
            runpod.test.json: 2 passed, 1 failed;
            """, _folder.Clean(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_and_as_junit()
    {
        var failing = Good.Replace("\"decision\": \"allow\"", "\"decision\": \"deny\"", StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync(failing, "--format", "json")).Output);
        var file = json.RootElement[0];
        Assert.Equal([true, false, true], file.GetProperty("tests").EnumerateArray().Select(one => one.GetProperty("passed").GetBoolean()));
        Assert.Equal((4, 7), (file.GetProperty("coverage").GetProperty("reached").GetInt32(),
            file.GetProperty("coverage").GetProperty("total").GetInt32()));
        var suite = XElement.Parse((await RunAsync(failing, "--format", "junit")).Output).Element("testsuite")!;
        Assert.Equal(("3", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Equal("expected the decision 'deny', found 'allow'", suite.Descendants("failure").Single().Attribute("message")!.Value);
    }

    [Theory]
    [InlineData("\"at\": \"2026-05-01T10:01:00Z\"", "\"att\": 1",
        "runpod.test.json:18:7: error test_unknown_member at /tests/1/att: unknown member 'att'")]
    [InlineData("\"decision\": \"allow\"", "\"decision\": \"alow\"",
        "error test_unknown_value at /tests/1/expect/decision: unknown decision 'alow'")]
    [InlineData("\"name\": \"few GPUs\"", "\"name\": \"the next minute has room\"", "error test_duplicate_key at /tests/2/name")]
    [InlineData("2026-05-01T10:00:02Z", "2027-05-01T10:00:02Z", "an earlier call cannot be later than the test")]
    [InlineData("\"runpod.json\"", "\"nowhere.json\"", "nowhere.json: error policy_file_missing: ")]
    public async Task A_mistake_is_an_error_with_its_place(string good, string bad, string expected)
    {
        var (code, output, error) = await RunAsync(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, _folder.Clean(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_writes_tests_that_pass_one_of_each_kind_for_each_rule()
    {
        var (code, output, error) = await CommandLine.RunAsync("test", "--init", _folder.At("runpod.json"));
        Assert.Equal((0, "runpod.test.json: 5 tests\n"), (code, _folder.Clean(output)));
        Assert.Equal("runpod.json:13:5: note: no call of 'stop-pod' was found that does not pass: write one\n", _folder.Clean(error));
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(_folder.At("runpod.test.json"), TestContext.Current.CancellationToken));
        Assert.Equal(
            ["list-pods: passes", "list-pods: one call too many", "create-pod: passes", "create-pod: does not pass", "stop-pod: passes"],
            json.RootElement.GetProperty("tests").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(0, (await CommandLine.RunAsync("test", _folder.At("runpod.test.json"))).Code);
        Assert.Equal(2, (await CommandLine.RunAsync("test", "--init", _folder.At("runpod.json"))).Code);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string tests, params string[] more) =>
        CommandLine.RunAsync(["test", _folder.Write("runpod.test.json", tests), .. more]);
}
