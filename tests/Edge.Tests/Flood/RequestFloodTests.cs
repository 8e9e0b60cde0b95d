using System.Net;
using System.Threading.RateLimiting;
using Edge.Gateway.Flood;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Flood;

public sealed class RequestFloodTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    [Fact]
    public async Task An_address_that_sends_too_much_is_refused_before_anything_is_read()
    {
        await using var edge = await StartAsync(("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "5"));
        var (passed, refused) = await FloodAsync(edge, Call, 30);
        Assert.Equal(edge.Server.Received.Count, passed);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal("application/json", refused.Header("Content-Type"));
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-31002,"message":"Send fewer requests: this address sent more than the limit """
                + """allows."}}""", refused.Text);

        // What was not read cannot be wrong.
        Assert.Equal(429, (await FloodAsync(edge, "{", 30)).Refused.Status);
    }

    [Fact]
    public async Task After_a_moment_it_may_go_on()
    {
        await using var edge = await StartAsync(("Edge:Flood:RequestsPerSecond", "10"), ("Edge:Flood:Burst", "10"));
        await FloodAsync(edge, Call, 500);
        await Deadline.Until(async () => (await edge.PostAsync(Call)).Status == 200, "the bucket to fill");
    }

    [Fact]
    public async Task Pages_that_may_not_call_use_nothing_up()
    {
        await using var edge = await StartAsync(("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "5"));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(403, (await edge.PostAsync(Call, "Origin: https://elsewhere.example")).Status);
            Assert.Equal(400, (await edge.PostAsync(Call, "Host: elsewhere.example")).Status);
        }

        Assert.Equal(200, (await edge.PostAsync(Call)).Status);
    }

    [Fact]
    public async Task A_grant_is_bounded_over_all_its_addresses_and_takes_nothing_from_others()
    {
        await using var edge = await StartAsync(
            ("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "5"),
            ("Edge:Wire:KnownProxies:0", "127.0.0.1"), ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        RawResponse? refused = null;
        for (var i = 0; refused is null; i++)
        {
            Assert.InRange(i, 0, 99);
            var answer = await edge.PostAsync(Call, "Authorization: Bearer one", $"X-Forwarded-For: 192.0.2.{i}");
            if (answer.Status != 200)
                refused = answer;
        }

        Assert.Equal(429, refused.Status);
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-31002,"message":"Send fewer requests: this grant sent more than the limit """
                + """allows."}}""", refused.Text);
        Assert.Equal(200, (await edge.PostAsync(Call, "Authorization: Bearer two", "X-Forwarded-For: 192.0.2.100")).Status);
    }

    [Fact]
    public async Task Callers_that_nobody_can_tell_apart_are_bounded_by_their_addresses_alone()
    {
        await using var edge = await StartAsync(
            ("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "5"), ("Edge:Wire:KnownProxies:0", "127.0.0.1"));
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await edge.PostAsync(Call, $"X-Forwarded-For: 192.0.2.{i}")).Status);
    }

    [Fact]
    public async Task A_flood_is_told_in_sums()
    {
        await using var edge = await StartAsync(("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "5"));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => edge.PostAsync(Call)));
        var lines = edge.Logs.Lines.Where(l => l.Category.EndsWith("FloodReport", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.InRange(lines.Count, 1, 30);
        Assert.StartsWith("Flood: 1 requests above the limit were rejected, the last one from 127.0.0.1", lines[0].Message);
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Category.EndsWith("DecisionLog", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public async Task An_ipv6_network_counts_as_one_address(string one, string other, bool same)
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromHours(1),
            AutoReplenishment = false
        };
        await using var limiter = FloodLimiters.ByAddress(_ => new TokenBucketRateLimiter(bucket));
        Assert.True(limiter.AttemptAcquire(From(one)).IsAcquired);
        Assert.Equal(!same, limiter.AttemptAcquire(From(other)).IsAcquired);
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }

    private static Task<EdgeHost> StartAsync(params (string Key, string Value)[] settings) => EdgeHost.StartAsync(settings: settings);

    /// <summary>Sends until a request is refused; at most <paramref name="most"/>.</summary>
    private static async Task<(int Passed, RawResponse Refused)> FloodAsync(EdgeHost edge, string body, int most)
    {
        for (var passed = 0; passed < most; passed++)
        {
            var answer = await edge.PostAsync(body);
            if (answer.Status == StatusCodes.Status429TooManyRequests)
                return (passed, answer);
        }

        throw new InvalidOperationException($"{most} requests, and none was refused.");
    }
}
