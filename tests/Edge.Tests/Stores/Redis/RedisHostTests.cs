using System.Text.Json;
using Edge.Gateway.Settings;
using Edge.Gateway.Stores;
using Edge.Stores.Redis;
using Edge.Testing;
using Edge.Testing.Redis;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Stores.Redis;

/// <summary>The whole host with Redis for limits, and everything else in memory.</summary>
public sealed class RedisHostTests : IAsyncLifetime
{
    private const string Password = "not-for-any-log";
    private const string Limited = """
        { "version": "1", "default": "deny", "tools": {
          "limited": { "limits": [ { "counter": "c", "window": "day", "max": 3, "scope": "global" } ] },
          "allotted": { "limits": [ { "counter": "a", "window": "day", "max": 100, "scope": "global", "allotment": "10%" } ] },
          "free": {} } }
        """;

    private RedisServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartNewAsync(Password);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Two_Edges_count_together_and_no_line_has_the_password()
    {
        await using var one = await StartAsync(Limited);
        await using var other = await StartAsync(Limited);

        Assert.Equal(["allowed", "allowed", "allowed", "rate_limited", "rate_limited"],
        [
            await CallAsync(one, "limited"), await CallAsync(other, "limited"), await CallAsync(one, "limited"),
            await CallAsync(other, "limited"), await CallAsync(one, "limited"),
        ]);
        Assert.DoesNotContain(one.Logs.Lines, l => l.Message.Contains(Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("closed", "store_unavailable")]
    [InlineData("open", "allowed")]
    public async Task Without_Redis_calls_with_limits_are_denied_or_let_through_and_others_pass(string mode, string outcome)
    {
        await using var edge = await StartAsync(Limited, ("Edge:Limits:FailureMode", mode));
        Assert.Equal("allowed", await CallAsync(edge, "limited"));

        await _server.KillAsync();

        Assert.Equal(outcome, await CallAsync(edge, "limited"));
        Assert.Equal("allowed", await CallAsync(edge, "free"));
        Assert.Equal(mode == "open" ? 1 : 0, edge.Services.GetRequiredService<StoreFailures>().LetThrough);
        await _server.StartAsync();
        await Deadline.Until(() => edge.Services.GetRequiredService<RedisDatabase>().IsAvailable, "Redis is available again");
        Assert.Equal("allowed", await CallAsync(edge, "limited"));
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Message.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_Edge_took_in_advance_returns_when_it_stops()
    {
        await using (var edge = await StartAsync(Limited))
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal("allowed", await CallAsync(edge, "allotted"));
        }

        await using var next = await StartAsync(Limited);
        var passed = 0;
        while (await CallAsync(next, "allotted") == "allowed")
            passed++;
        // The rest of the last allotment, of less than two calls, is not taken in advance.
        Assert.Equal(95, passed);
    }

    [Fact]
    public async Task A_limit_with_more_digits_than_Redis_counts_is_a_mistake_with_its_place()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            StartAsync(Limited.Replace("\"max\": 3", "\"max\": 1000000000.0000001", StringComparison.Ordinal)));

        Assert.Contains("policy_number_out_of_range at /tools/limited/limits/0", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("expected at most 15 digits", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("found 17 (10 before the point", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_throws_counts_away_is_told_and_refused_where_no_loss_is_allowed()
    {
        await _server.SendAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        await using var edge = await StartAsync(Limited);
        Assert.Contains(edge.Logs.Lines, l =>
            l.Message.StartsWith("Redis has the maxmemory-policy 'allkeys-lru'", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<StartupException>(() => StartAsync(Limited, ("Edge:Limits:OnLoss", "deny")));
        Assert.Contains("limits_store_evicts at Edge:Limits:ConnectionString", Assert.Single(error.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_stops_the_start_without_telling_the_password()
    {
        await _server.KillAsync();

        var error = await Assert.ThrowsAsync<StartupException>(() => StartAsync(Limited));

        var line = Assert.Single(error.Lines);
        Assert.Contains("limits_store_unreachable at Edge:Limits:ConnectionString", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, line, StringComparison.Ordinal);
    }

    private Task<EdgeHost> StartAsync(string policy, params (string Key, string Value)[] settings) =>
        EdgeHost.StartAsync(policy, settings: [
        ("Edge:Limits:Store", "redis"),
        ("Edge:Limits:ConnectionString", $"{_server.ConnectionString},asyncTimeout=20000,connectTimeout=20000"),
        .. settings,
    ]);

    private static async Task<string> CallAsync(EdgeHost edge, string tool)
    {
        var response =
            await edge.PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{} } }""");
        using var answer = JsonDocument.Parse(response.Body);
        return answer.RootElement.GetProperty("result").TryGetProperty("_meta", out var meta)
            ? meta.GetProperty("edge.policy/decision").GetProperty("reason").GetString()!
            : "allowed";
    }
}
