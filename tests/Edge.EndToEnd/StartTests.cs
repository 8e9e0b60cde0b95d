using System.Net;
using System.Net.Sockets;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>What an operator got wrong stops the start with exit code 2, and the message says where and what.</summary>
public sealed class StartTests(RunpodWorld world)
{
    private const string Good = """{ "version": "1", "default": "deny" }""";

    [Fact]
    public async Task A_policy_with_mistakes_is_refused_with_all_of_them()
    {
        await using var edge = EdgeProgram.Launch(world.Server, """
            { "version": "1", "default": "deny",
              "tools": { "runsync-endpoint": { "limts": [] },
                         "stream-job": { "action": "permit" } } }
            """);

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains($"{edge.PolicyFile}:2:36: error policy_unknown_member at /tools/runsync-endpoint/limts: unknown member 'limts' (did you mean 'limits'?)", edge.Output, StringComparison.Ordinal);
        Assert.Contains($"{edge.PolicyFile}:3:", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_whose_policy_does_not_exist_is_refused()
    {
        await using var edge = EdgeProgram.Launch(world.Server, Good, ("ReverseProxy__Routes__runpod__Metadata__Edge.Policy", "nope"));

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains("'runpod'", edge.Output, StringComparison.Ordinal);
        Assert.Contains("'nope'", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_is_refused_by_name()
    {
        await using var edge = EdgeProgram.Launch(world.Server, Good, ("Edge__Wire__DenyStile", "http"));

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains("DenyStile", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_port_that_is_taken_is_named_by_its_key()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        await using var edge = EdgeProgram.Launch(world.Server, Good, ("Edge__Admin__Url", url));

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains($"environment variable Edge__Admin__Url: error admin_port_taken at Edge:Admin:Url: expected a free address, found '{url}' in use by another program", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
    }
}
