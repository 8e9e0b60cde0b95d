using System.Net;
using Edge.Admin;
using Edge.Gateway.Settings;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Startup;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>What Edge is when nobody has changed anything, and what it does not let an operator do by mistake.</summary>
public sealed class SecureDefaultTests
{
    private const string Address = "ReverseProxy:Clusters:server:Destinations:primary:Address";

    [Fact]
    public void The_shipped_settings_listen_on_loopback_alone()
    {
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.json")).Build();
        var listeners = shipped.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).Append(shipped["Edge:Admin:Url"])
            .ToList();
        Assert.Equal(2, listeners.Count);
        Assert.All(listeners, url => Assert.True(IPAddress.IsLoopback(IPAddress.Parse(new Uri(url!).Host)), url));
        Assert.DoesNotContain("*", shipped["AllowedHosts"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:<admin>/", "Edge:Admin:Url")]
    [InlineData("http://localhost:<admin>/api/", "Edge:Admin:Url")]
    [InlineData("http://sub.localhost:<admin>/", "Edge:Admin:Url")]
    [InlineData("http://[::1]:<admin>/", "Edge:Admin:Url")]
    [InlineData("http://0.0.0.0:<admin>/", "Edge:Admin:Url")]
    [InlineData("http://2130706433:<admin>/", "Edge:Admin:Url")]
    [InlineData("http://127.1.2.3:<mcp>/", "Kestrel:Endpoints:Mcp:Url")]
    public async Task A_server_that_is_Edge_itself_stops_the_start(string address, string listener)
    {
        var (admin, mcp) = (FreePort.Next(), FreePort.Next());
        address = address.Replace("<admin>", $"{admin}", StringComparison.Ordinal).Replace("<mcp>", $"{mcp}", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<StartupException>(() => EdgeHost.StartAsync(settings:
            [(Address, address), ("Edge:Admin:Url", $"http://127.0.0.1:{admin}"),
            ("Kestrel:Endpoints:Mcp:Url", $"http://127.0.0.1:{mcp}")]));
        Assert.Equal(
            $"the command line: error cluster_leads_to_edge at {Address}: cluster 'server' leads to '{address}', where Edge itself "
                + $"listens ({listener}): set the address of the server",
            Assert.Single(refused.Lines));
    }

    [Fact]
    public void Another_port_or_another_machine_is_a_server()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Edge:Policies:p"] = "p.json",
            ["Edge:Admin:Url"] = "http://127.0.0.1:8081",
            ["Kestrel:Endpoints:Mcp:Url"] = "http://*:8080",
        }).Build();
        var own = new OwnAddresses(AdminSettingsReader.Read(configuration), configuration);
        Assert.Null(own.Find(new Uri("http://127.0.0.1:8082/")));
        Assert.Null(own.Find(new Uri("http://192.0.2.1:8081/")));
        Assert.Null(own.Find(new Uri("https://mcp.example/")));
        Assert.Equal("Kestrel:Endpoints:Mcp:Url", own.Find(new Uri("http://localhost:8080/")));
    }

    [Fact]
    public async Task A_password_in_the_address_of_a_server_is_refused_and_not_repeated()
    {
        var refused =
            await Assert.ThrowsAsync<StartupException>(() => EdgeHost.StartAsync(settings: (Address, "http://user:planted@127.0.0.1:9/")));
        Assert.Equal(
            $"the command line: error cluster_address_credential at {Address}: cluster 'server' has a name or password in its address, "
                + $"which is never sent: set Edge:Servers:server:Credential instead",
            Assert.Single(refused.Lines));
    }

    [Theory]
    [InlineData("Edge:PublicUrl", "ftp://user:planted@edge.example")]
    [InlineData("Edge:PublicUrl", "https://user:planted@edge.example")]
    [InlineData("Edge:Admin:Url", "http://user:planted@127.0.0.1:8081/x")]
    [InlineData("Edge:Admin:Users:0:tokenHash", "edge_planted")]
    [InlineData("Edge:Admin:Users:0:tokenHash", "planted")]
    [InlineData("Edge:Servers:server:Credential:Value", "Bearer planted ${env:EDGE_TEST_NOWHERE}")]
    [InlineData("Edge:Servers:server:Credential:Value", "planted\nplanted")]
    [InlineData("Edge:Servers:server:Credential:Value", "planted ${env:X")]
    [InlineData("Edge:Store:ConnectionString", "Host=db;Password=planted")]
    [InlineData("Edge:Store:ConnectionString", "planted", "Edge:Store:Kind", "postgres")]
    [InlineData("Edge:Store:ConnectionString", "Host=127.0.0.1;Port=9;Passwort=planted", "Edge:Store:Kind", "postgres")]
    [InlineData("Edge:Approvals:Webhook:Url", "ftp://hooks.example/planted")]
    [InlineData("Edge:Approvals:Webhook:Secret", "planted")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "htp://user:planted@collector")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "user:planted@collector")]
    [InlineData("ReverseProxy:Clusters:server:Destinations:primary:Address", "http://user:planted@127.0.0.1:9/")]
    [InlineData("ReverseProxy:Clusters:server:Destinations:primary:Address", "user:planted@server")]
    public async Task No_mistake_repeats_what_may_be_a_secret(params string[] settings)
    {
        var all = settings.Chunk(2).Select(pair => (Key: pair[0], Value: pair[1])).ToList();
        if (all[0].Key.StartsWith("Edge:Servers", StringComparison.Ordinal))
            all.Add(("Edge:Servers:server:Credential:Header", "Authorization"));
        var refused = await Assert.ThrowsAsync<StartupException>(() => EdgeHost.StartAsync(settings: [.. all]));
        Assert.NotEmpty(refused.Lines);
        Assert.All(refused.Lines, line => Assert.DoesNotContain("planted", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_may_show_any_certificate_is_warned_of()
    {
        await using var edge =
            await EdgeHost.StartAsync(settings: ("ReverseProxy:Clusters:server:HttpClient:DangerousAcceptAnyServerCertificate", "true"));
        Assert.Single(edge.Logs.Lines, l => l.Id.Name == "AnyCertificate"
            && l.Message.StartsWith("Server 'server' may present any certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_framework_looks_for_no_place_for_keys()
    {
        await using var edge = await EdgeHost.StartAsync(settings: [.. Admin.Operators.Settings]);
        Assert.IsType<MemoryKeyRing>(edge.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository);
        Assert.Single(edge.Services.GetRequiredService<IKeyManager>().GetAllKeys());
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Category.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_file_is_for_its_owner_and_one_that_others_may_read_stops_the_start()
    {
        await using var edge = await EdgeHost.StartAsync();
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(edge.KeyFile));
        File.SetUnixFileMode(edge.KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var refused = await Assert.ThrowsAsync<StartupException>(() => EdgeHost.StartAsync(settings: ("Edge:KeyFile", edge.KeyFile)));
        Assert.Contains(
            "error key_file_mode: expected a file that only its owner may read (chmod 600), or one of another user that its group may "
                + "read as well", Assert.Single(refused.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_codes_of_refusals_are_defined_ones()
    {
        var codes = typeof(RpcCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!).ToHashSet();
        // JSON-RPC 2.0, section 5.1; 2026-07-28, "Error Codes"; -32001 is what the TypeScript server says of an unknown session.
        Assert.Equal([-32700, -32603, -32602, -32601, -32600, -32022, -32020, -32001], codes.Order());
        var refusals =
            typeof(Refusals).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic)
            .Select(field => field.GetValue(null)).OfType<Refusal>().ToList();
        Assert.True(refusals.Count > 15, $"{refusals.Count}");
        Assert.All(refusals, refusal => Assert.True(refusal.RpcCode is null || codes.Contains(refusal.RpcCode.Value), refusal.Message));
    }

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.Well-Known/OAuth-Protected-Resource")]
    [InlineData("/.WELL-KNOWN/OAUTH-protected-resource/mcp")]
    public async Task A_document_takes_no_credentials_along_however_it_is_spelled(string target)
    {
        await using var edge = await EdgeHost.StartAsync(settings:
        [
            ("ReverseProxy:Routes:oauth:ClusterId", "server"),
            ("ReverseProxy:Routes:oauth:Match:Path", "/.well-known/oauth-protected-resource/{**path}"),
            ("ReverseProxy:Routes:oauth:Metadata:Edge.Policy", "test"),
        ]);
        Assert.Equal(200,
            (await RawHttp.RequestAsync(new Uri(edge.Base, target), "GET", default, "Authorization: Bearer secret", "Cookie: a=b")).Status);
        var received = Assert.Single(edge.Server.Received);
        Assert.DoesNotContain("Authorization", received.Headers.Keys);
        Assert.DoesNotContain("Cookie", received.Headers.Keys);
    }
}
