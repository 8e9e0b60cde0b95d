using System.Security.Cryptography;
using System.Text.Json;
using Edge.Testing;
using Edge.Tests.Hosting;
using Edge.Tests.Stores;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>How full the limits are, asked of each store.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LimitListTests(PostgresCollection.Fixture postgres)
{
    private const string Policy = """
        { "version": "1", "default": "deny",
          "all_tools": { "limits": [ { "counter": "all", "window": "day", "max": 100, "scope": "global" } ] },
          "tools": {
            "work": { "rate_limit": "5/day" },
            "spend": { "limits": [
              { "counter": "dollars", "window": "day", "max": 10, "increment_from": "args.cost" },
              { "counter": "projects", "window": "day", "max": 2, "scope": ["grant", "args.project"], "algorithm": "sliding" },
              { "counter": "burst", "window": "minute", "max": 1, "burst": 4, "algorithm": "token_bucket", "scope": "ip" },
              { "counter": "at-once", "max": 3, "algorithm": "concurrency" } ] } } }
        """;

    private static readonly string[] Expected =
    [
        "projects fixed-or-sliding grant=anonymous argument 1/2",
        "rate_limit_86400s fixed-or-sliding grant=anonymous tool=work 2/5",
        "dollars fixed-or-sliding grant=anonymous 2.5/10",
        "all fixed-or-sliding everybody 3/100",
    ];

    [Fact]
    public async Task In_memory_every_count_is_listed_with_whose_it_is()
    {
        await using var edge = await EdgeHost.StartAsync(Policy, clock: new ManualTimeProvider(), settings: Operators.Settings);
        await CallAsync(edge);
        Assert.Equal([.. Expected[..2], "burst token_bucket ip=127.0.0.1 1/4", .. Expected[2..]], await ListAsync(edge));
    }

    [Fact]
    public async Task In_a_database_that_knows_hashes_alone_too()
    {
        var key = Path.Combine(Path.GetTempPath(), $"edge-key-{Guid.NewGuid():N}");
        TestKeyFile.Write(key);
        await using var edge = await EdgeHost.StartAsync(Policy, settings:
        [
            .. Operators.Settings,
            ("Edge:Store:Kind", "postgres"), ("Edge:Store:ConnectionString", await postgres.Server.NewDatabaseAsync()),
                ("Edge:KeyFile", key),
        ]);
        await CallAsync(edge);
        // What has drained since is less than the whole; the rest is exact.
        Assert.Equal(Expected, (await ListAsync(edge)).Where(line => !line.StartsWith("burst", StringComparison.Ordinal)));
        File.Delete(key);
    }

    [Fact]
    public async Task Counts_that_nobody_has_used_are_listed_when_they_are_asked_for()
    {
        await using var edge = await EdgeHost.StartAsync(Policy, clock: new ManualTimeProvider(), settings: Operators.Settings);
        Assert.Empty(await ListAsync(edge));
        await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"nothing"}}""");
        Assert.Equal(
            ["all fixed-or-sliding everybody 0/100", "at-once concurrency grant=anonymous 0/3",
                "dollars fixed-or-sliding grant=anonymous 0/10", "rate_limit_86400s fixed-or-sliding grant=anonymous tool=work 0/5"],
            (await ListAsync(edge, "?unused=true")).Order(StringComparer.Ordinal));
        Assert.Single(await ListAsync(edge, "?unused=true&counter=doll"));
        Assert.Equal(3, (await ListAsync(edge, "?unused=true&grant=anon")).Count);
        Assert.Single(await ListAsync(edge, "?unused=true&skip=3"));
    }

    private static async Task CallAsync(EdgeHost edge)
    {
        edge.Server.Answer = static (context, _) => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        Assert.DoesNotContain("isError",
            (await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"work"}}""")).Text);
        Assert.DoesNotContain("isError",
            (await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"work"}}""")).Text);
        Assert.DoesNotContain("isError",
            (await edge.PostAsync(
                """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"spend","arguments":{"cost":"""
                    + """2.5,"project":"secret-project"}}}""")).Text);
    }

    private static async Task<List<string>> ListAsync(EdgeHost edge, string query = "")
    {
        var answer = await edge.AdminAsync("GET", $"/api/limits{query}", Operators.Bearer(Operators.Viewer));
        Assert.DoesNotContain("secret-project", answer.Text);
        // Nor is the short name one that anybody could find by trying.
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData("secret-project"u8))[..8], answer.Text);
        using var json = JsonDocument.Parse(answer.Body);
        return [.. json.RootElement.GetProperty("limits").EnumerateArray().Select(Words)];
    }

    private static string Words(JsonElement limit)
    {
        var algorithm = limit.GetProperty("algorithm").GetString() is "fixed" or "sliding" ? "fixed-or-sliding"
            : limit.GetProperty("algorithm").GetString();
        var scope =
            string.Join(' ', limit.GetProperty("scope").EnumerateArray().Select(part => part.GetProperty("kind").GetString() is "argument"
            ? "argument"
            : $"{part.GetProperty("kind").GetString()}={part.GetProperty("value").GetString()}"));
        return $"{limit.GetProperty("counter")
            .GetString()} {algorithm} {(scope.Length == 0 ? "everybody" : scope)} {limit.GetProperty("used")
                .GetDecimal()}/{limit.GetProperty("max").GetDecimal()}";
    }
}
