using System.Globalization;
using System.Net;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Limits;

/// <summary>A thousand calls at once through a whole Edge, on limits that let fifty through.</summary>
public sealed class ExactnessTests
{
    private const int Calls = 1000;
    private const int Room = 50;

    [Theory]
    [InlineData("""{ "counter": "c", "window": "hour", "max": 50 }""", "{}")]
    [InlineData("""{ "counter": "c", "window": "hour", "max": 50, "algorithm": "sliding" }""", "{}")]
    [InlineData("""{ "counter": "c", "window": "hour", "max": 10, "burst": 50, "algorithm": "token_bucket" }""", "{}")]
    [InlineData("""{ "counter": "c", "window": "hour", "max": 5, "increment_from": "args.cost" }""", """{"cost":0.1}""")]
    public async Task A_thousand_calls_at_once_forward_exactly_what_there_is_room_for(string limit, string arguments)
    {
        await using var edge = await EdgeHost.StartAsync(PolicyOf(limit), clock: new ManualTimeProvider());
        using var agent = new Agent(edge);
        var answers = await agent.CallManyAsync(Calls, "work", arguments);
        Assert.Equal(Room, edge.Server.Received.Count);
        AssertSplit(answers);
        Assert.All(answers.Where(a => !a.Limited), a => Assert.StartsWith("\"c\";r=", a.RateLimit));
        Assert.All(answers.Where(a => a.Limited), a => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"\"retryAfterSeconds\":{a.RetryAfter}"), a.Text));
    }

    [Fact]
    public async Task A_thousand_calls_at_once_never_have_more_under_way_than_there_is_room_for()
    {
        var open = new TaskCompletionSource();
        await using var edge = await EdgeHost.StartAsync(PolicyOf("""{ "counter": "c", "max": 50, "algorithm": "concurrency" }"""));
        edge.Server.Answer = async (context, _) =>
        {
            await open.Task;
            await ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        };
        using var agent = new Agent(edge, connections: 2 * Room);
        var calls = Enumerable.Range(0, Calls).Select(_ => agent.CallAsync("work")).ToArray();
        await Deadline.Until(() => calls.Count(c => c.IsCompleted) == Calls - Room, "all calls but fifty to be denied");
        Assert.Equal(Room, edge.Server.Received.Count);

        open.SetResult();
        AssertSplit(await Task.WhenAll(calls));
        Assert.Equal(Room, edge.Server.Received.Count);

        // Every permit came back.
        AssertSplit(await agent.CallManyAsync(Room, "work"), denied: 0);
    }

    private static string PolicyOf(
        string limit) => $$"""{ "version": "1", "default": "deny", "tools": { "work": { "limits": [ {{limit}} ] } } }""";

    private static void AssertSplit(Agent.Answer[] answers, int denied = Calls - Room)
    {
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(denied, answers.Count(a => a.Limited));
        Assert.Equal(denied, answers.Count(a => a.Text.Contains("isError", StringComparison.Ordinal)));
        // A sliding window lets go of the past a slice late.
        Assert.All(answers.Where(a => a.Limited), a => Assert.InRange(a.RetryAfter ?? 0, 1, 3600 * 33 / 32 + 1));
    }
}
