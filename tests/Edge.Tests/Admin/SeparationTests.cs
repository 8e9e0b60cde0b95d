using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>The two ports have nothing in common that a request could use.</summary>
public sealed class SeparationTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private readonly EdgeHost _edge = fixture.Edge;

    [Fact]
    public async Task No_route_to_a_server_exists_on_the_admin_port()
    {
        var before = _edge.Server.Received.Count;
        var address = new Uri(_edge.Admin, "/mcp");
        Assert.Equal(401, (await RawHttp.PostAsync(address, Ping)).Status);
        Assert.Equal(404, (await RawHttp.PostAsync(address, Ping, Operators.Bearer(Operators.Admin))).Status);
        Assert.Equal(404,
            (await RawHttp.PostAsync(address, Ping, Operators.Bearer(Operators.Admin), $"Host: localhost:{_edge.Base.Port}")).Status);
        Assert.Equal(before, _edge.Server.Received.Count);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/api/freezes")]
    public async Task No_admin_path_exists_on_the_mcp_port(string path)
    {
        var address = new Uri(_edge.Base, path);
        Assert.Equal(404, (await RawHttp.RequestAsync(address, "GET", default, Operators.Bearer(Operators.Admin))).Status);
        Assert.Equal(404,
            (await RawHttp.RequestAsync(address, "GET", default,
                Operators.Bearer(Operators.Admin), $"Host: 127.0.0.1:{_edge.Admin.Port}")).Status);
    }
}
