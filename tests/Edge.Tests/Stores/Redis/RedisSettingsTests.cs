using Edge.Gateway.Settings;
using Edge.Startup;
using Edge.Stores.Redis;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;
using Xunit;

namespace Edge.Tests.Stores.Redis;

/// <summary>What can be said about Redis in the settings.</summary>
public sealed class RedisSettingsTests
{
    private const string Password = "not-for-any-log";

    [Fact]
    public void A_connection_gets_what_Edge_promises()
    {
        var options = RedisSettings.Parse($"redis:6379,password={Password},abortConnect=false,allowAdmin=true")!;

        Assert.Equal((3000, 3000), (options.ConnectTimeout, options.AsyncTimeout));
        Assert.Same(BacklogPolicy.FailFast, options.BacklogPolicy);
        Assert.True(options.AbortOnConnectFail);
        Assert.False(options.AllowAdmin);
        Assert.Equal(("", ""), (options.ConfigurationChannel, options.TieBreaker));
        Assert.DoesNotContain(Password, options.ToString(includePassword: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Sentinels_and_clusters_are_named_by_all_that_know_them()
    {
        Assert.Equal("edge", RedisSettings.Parse("s1:26379,s2:26379,s3:26379,serviceName=edge")!.ServiceName);
        Assert.Equal(3, RedisSettings.Parse("n1:6379,n2:6379,n3:6379,ssl=true")!.EndPoints.Count);
        Assert.Equal(500, RedisSettings.Parse("redis,asyncTimeout=500")!.AsyncTimeout);
    }

    [Theory]
    [InlineData("nonsense=" + Password)]
    [InlineData("redis,password=" + Password + ",asyncTimeout=soon")]
    [InlineData("ssl=true")]
    public void A_connection_string_that_cannot_be_read_is_not_repeated(string text)
    {
        var error = Assert.Throws<StartupException>(() => Read(("Limits:Store", "redis"), ("Limits:ConnectionString", text)));

        Assert.Contains(error.Lines, line => line.Contains("config_wrong_type at Edge:Limits:ConnectionString", StringComparison.Ordinal));
        Assert.DoesNotContain(error.Lines, line => line.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public void Redis_needs_a_connection_string_and_the_store_has_none()
    {
        Assert.Contains("config_missing at Edge:Limits:ConnectionString",
            Assert.Single(Assert.Throws<StartupException>(() => Read(("Limits:Store", "redis"))).Lines), StringComparison.Ordinal);
        Assert.Contains("config_conflict at Edge:Limits:OnLoss",
            Assert.Single(Assert.Throws<StartupException>(() => Read(("Limits:OnLoss", "deny"))).Lines), StringComparison.Ordinal);
        Assert.Contains("config_unknown_value at Edge:Limits:OnLoss", Assert.Single(Assert.Throws<StartupException>(() =>
            Read(("Limits:Store", "redis"), ("Limits:ConnectionString", "redis"), ("Limits:OnLoss", "dney"))).Lines),
            StringComparison.Ordinal);
    }

    private static EdgeSettings Read(params (string Key, string Value)[] settings) => EdgeSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Append((Key: "Policies:p", Value: "p.json"))
            .Select(s => KeyValuePair.Create($"Edge:{s.Key}", (string?)s.Value))).Build());
}
