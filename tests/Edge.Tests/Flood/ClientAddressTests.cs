using System.Net;
using Edge.Gateway.Flood;
using Edge.Gateway.Settings;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Flood;

/// <summary>Whose address a request is from: the connection's, unless a proxy that the operator named says otherwise.</summary>
public sealed class ClientAddressTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"work"}}""";

    private const string OneByAddress = """
        { "version": "1", "default": "deny", "tools": { "work": { "limits": [ { "counter": "c", "window": "day", "max": 1, "scope": "ip" }
          ] } } }
        """;

    [Theory]
    // Nobody is believed.
    [InlineData("", "1", "203.0.113.5", "127.0.0.1")]
    [InlineData("198.51.100.9", "1", "203.0.113.5", "127.0.0.1")]
    // The proxy is: its entry is the last one, and what stands before it is the caller's invention.
    [InlineData("127.0.0.1", "1", "203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.1", "1", "9.9.9.9, 203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.0/8", "1", "203.0.113.5:4711", "203.0.113.5")]
    [InlineData("127.0.0.1", "1", "2001:db8::7", "2001:db8::7")]
    [InlineData("127.0.0.1", "1", "unknown", "127.0.0.1")]
    [InlineData("127.0.0.1", "1", "", "127.0.0.1")]
    // Two proxies, one behind the other, if both are known and the operator says two.
    [InlineData("127.0.0.1,203.0.113.0/24", "1", "9.9.9.9, 203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.1,203.0.113.0/24", "2", "8.8.8.8, 9.9.9.9, 203.0.113.5", "9.9.9.9")]
    [InlineData("127.0.0.1", "2", "9.9.9.9, 203.0.113.5", "203.0.113.5")]
    public async Task The_address_is_the_last_that_a_known_proxy_names(string proxies, string limit, string header, string expected)
    {
        var settings = proxies.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((p, i) => ($"Edge:Wire:KnownProxies:{i}", p));
        await using var edge = await EdgeHost.StartAsync(OneByAddress, settings: [("Edge:Wire:ForwardLimit", limit), .. settings]);
        var answer = await edge.PostAsync(Call, $"X-Forwarded-For: {header}", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example");
        Assert.Equal(200, answer.Status);
        var received = Assert.Single(edge.Server.Received);
        Assert.Equal(expected, received.Headers["X-Forwarded-For"]);
        Assert.Equal("http", received.Headers["X-Forwarded-Proto"]);
        Assert.Equal(edge.Mcp.Authority, received.Headers["X-Forwarded-Host"]);
        Assert.DoesNotContain("X-Original-For", received.Headers.Keys);
    }

    [Fact]
    public async Task A_variable_of_the_framework_lets_nobody_choose_an_address()
    {
        // ASPNETCORE_FORWARDEDHEADERS_ENABLED=true, which some platforms set, believes every header.
        await using var edge = await EdgeHost.StartAsync(OneByAddress, settings: ("ForwardedHeaders_Enabled", "true"));
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.5")).Text);
        Assert.Contains("rate_limited", (await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.6")).Text);
    }

    [Fact]
    public async Task Limits_by_address_and_log_lines_use_it()
    {
        await using var edge = await EdgeHost.StartAsync(OneByAddress, settings: ("Edge:Wire:KnownProxies:0", "127.0.0.1"));
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.5")).Text);
        Assert.Contains("rate_limited", (await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.5")).Text);
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.6")).Text);
        Assert.Equal(400, (await edge.PostAsync("{", "X-Forwarded-For: 203.0.113.7")).Status);
        Assert.Contains(edge.Logs.Lines, l => l.Message == "Refused a request from 203.0.113.7 to 'server' with status 400: malformed.");
    }

    [Fact]
    public async Task What_the_framework_itself_would_believe_changes_nothing()
    {
        // As ASPNETCORE_FORWARDEDHEADERS_ENABLED does.
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowAll, services: services => services
            .Configure<ForwardedHeadersOptions>(o =>
            {
                o.ForwardedHeaders = ForwardedHeaders.All;
                o.KnownIPNetworks.Clear();
                o.KnownProxies.Clear();
            })
            .AddSingleton<IStartupFilter>(new BelieveEverybody()));
        await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.5", "X-Forwarded-Host: edge.test", "X-Forwarded-Proto: https");
        var received = Assert.Single(edge.Server.Received);
        Assert.Equal("127.0.0.1", received.Headers["X-Forwarded-For"]);
        Assert.Equal("http", received.Headers["X-Forwarded-Proto"]);
        Assert.Equal(edge.Mcp.Authority, received.Headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task A_proxy_that_nobody_named_is_noticed_once()
    {
        await using var edge = await EdgeHost.StartAsync();
        for (var i = 0; i < 3; i++)
            await edge.PostAsync(Call, "X-Forwarded-For: 203.0.113.5");
        var line = Assert.Single(edge.Logs.Lines, l => l.Id.Name == "UnknownProxy");
        Assert.StartsWith("127.0.0.1 sends X-Forwarded-For, which Edge ignores: ", line.Message);
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    public void An_address_or_a_network_may_be_named(string setting, string address, bool expected) =>
        Assert.Equal(expected, Read(setting).Proxies.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("10.0.0.7/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::ffff:10.0.0.7")]
    public void What_is_no_address_or_everybody_s_is_a_mistake(string setting)
    {
        var (proxies, errors) = Read(setting);
        Assert.True(proxies.IsEmpty);
        var error = Assert.Single(errors);
        Assert.Equal($"expected an address such as '192.0.2.7' or a network such as '192.0.2.0/24', found '{setting}'", error.Message);
    }

    [Fact]
    public void Without_proxies_the_framework_is_not_asked() =>
    Assert.Throws<InvalidOperationException>(() => new KnownProxies([], 1).Options());

    private static (KnownProxies Proxies, IReadOnlyList<SettingError> Errors) Read(string setting)
    {
        var configuration =
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Edge:Wire:KnownProxies:0", (string?)setting)]).Build();
        var reader = new SettingsReader(configuration, "Edge");
        return (KnownProxies.Read(reader), reader.Errors);
    }

    private sealed class BelieveEverybody : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseForwardedHeaders();
            next(app);
        };
    }
}
