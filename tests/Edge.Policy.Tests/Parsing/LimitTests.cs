using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

public sealed class LimitTests
{
    [Theory]
    [InlineData("second", 1)]
    [InlineData("minute", 60)]
    [InlineData("hour", 3600)]
    [InlineData("day", 86400)]
    [InlineData("30s", 30)]
    [InlineData("15m", 900)]
    [InlineData("12h", 43200)]
    [InlineData("7d", 604800)]
    [InlineData("366d", 31622400)]
    public void A_window_is_a_word_or_a_duration(string window, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Reading.Limit($$""" "counter": "c", "max": 1, "window": "{{window}}" """).Window);

    [Theory]
    [InlineData("Minute")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1 m")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5h")]
    [InlineData("00s")]
    [InlineData("367d")]
    [InlineData("99999999999s")]
    [InlineData("１m")]
    public void What_is_no_window_is_refused(string window) => Assert.Contains(
        "error policy_invalid_window at /tools/t/limits/0/window",
        Assert.Single(Reading.Mistakes($$""" "limits": [ { "counter": "c", "max": 1, "window": "{{window}}" } ] """)),
        StringComparison.Ordinal);

    [Fact]
    public void A_limit_has_defaults()
    {
        var limit = Reading.Limit(""" "counter": "c", "max": 1, "window": "hour" """);
        Assert.Equal([new ScopeDocument(LimitScope.Grant, null)], limit.Scope);
        Assert.Equal(LimitAlgorithm.Fixed, limit.Algorithm);
        Assert.Equal(1, limit.Increment);
        Assert.Null(limit.Burst);
        Assert.Null(limit.IncrementFrom);
        Assert.Null(limit.IncrementDefault);
        Assert.Null(limit.IncrementTable);
        Assert.Equal(TimeSpan.FromSeconds(60), limit.Linger);
        Assert.Null(limit.OnDeny);
    }

    [Fact]
    public void A_cost_is_read_in_full()
    {
        var limit = Reading.Limit("""
            "counter": "dollars", "window": "hour", "max": 20.50, "on_deny": "Too dear.", "increment": 0.5,
            "increment_from": "args.body.gpu.count", "increment_default": 1,
            "increment_table": { "path": "args.body.gpu.id", "values": { "NVIDIA H100 80GB HBM3": 2.69, "free": 0 }, "default": 5 }
            """);
        Assert.Equal(20.50m, limit.Max);
        Assert.Equal("Too dear.", limit.OnDeny);
        Assert.Equal(0.5m, limit.Increment);
        Assert.Equal("args.body.gpu.count", limit.IncrementFrom!.Text);
        Assert.Equal(1, limit.IncrementDefault);
        Assert.Equal("args.body.gpu.id", limit.IncrementTable!.Path.Text);
        Assert.Equal(2.69m, limit.IncrementTable.Values["NVIDIA H100 80GB HBM3"]);
        Assert.Equal(0, limit.IncrementTable.Values["free"]);
        Assert.Equal(5, limit.IncrementTable.Default);
    }

    [Fact]
    public void Each_algorithm_is_read()
    {
        Assert.Equal(LimitAlgorithm.Fixed,
            Reading.Limit(""" "counter": "c", "max": 1, "window": "hour", "algorithm": "fixed" """).Algorithm);
        Assert.Equal(LimitAlgorithm.Sliding,
            Reading.Limit(""" "counter": "c", "max": 1, "window": "hour", "algorithm": "sliding" """).Algorithm);
        var bucket = Reading.Limit(""" "counter": "c", "max": 1, "window": "hour", "algorithm": "token_bucket", "burst": 3 """);
        Assert.Equal((LimitAlgorithm.TokenBucket, 3m), (bucket.Algorithm, bucket.Burst));
        var concurrency = Reading.Limit(""" "counter": "c", "max": 1, "algorithm": "concurrency", "linger": "0s" """);
        Assert.Equal((LimitAlgorithm.Concurrency, TimeSpan.Zero, TimeSpan.Zero),
            (concurrency.Algorithm, concurrency.Window, concurrency.Linger));
    }

    [Theory]
    [InlineData("\"grant\"", LimitScope.Grant)]
    [InlineData("\"tool\"", LimitScope.Tool)]
    [InlineData("\"global\"", LimitScope.Global)]
    [InlineData("[\"global\"]", LimitScope.Global)]
    [InlineData("\"ip\"", LimitScope.Address)]
    [InlineData("[\"grant\", \"session\", \"ip\"]", LimitScope.Grant, LimitScope.Session, LimitScope.Address)]
    [InlineData("[\"grant\", \"args.a\", \"args.b\"]", LimitScope.Grant, LimitScope.Argument, LimitScope.Argument)]
    public void A_scope_is_one_or_several(string scope, params object[] expected)
    {
        var reading =
            Reading.Of($$"""{ "version": "1", "default": "deny", "tools": { "t": { "limits": [ { "counter": "c", "max": 1,"""
            + $$""" "window": "hour", "scope": {{scope}} } ] } } }""");
        var limit = Assert.Single(reading.Document!.Tools[0].Rule.Limits);
        Assert.Equal(expected.Cast<LimitScope>(), limit.Scope.Select(s => s.Scope));
        Assert.All(limit.Scope, s => Assert.Equal(s.Scope == LimitScope.Argument, s.Path is not null));
    }

    [Theory]
    [InlineData("\"rate_limit\": \"1/second\", \"limits\": [ { \"counter\": \"c\", \"max\": 9, \"window\": \"day\" } ]", "rate_limit_1s",
        "c")]
    [InlineData("\"limits\": [ { \"counter\": \"c\", \"max\": 9, \"window\": \"day\" } ], \"rate_limit\": \"1/second\"", "c",
        "rate_limit_1s")]
    public void The_shorthand_keeps_its_place_among_the_limits(string members, string first, string second) =>
        Assert.Equal([first, second], Reading.Rule(members).Limits.Select(l => l.Counter));
}
