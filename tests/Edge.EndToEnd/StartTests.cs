using System.Net;
using System.Net.Sockets;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>What an operator got wrong stops the start with exit code 2, and the message says where and what.</summary>
public sealed class StartTests(RunpodWorld world)
{
    private const string Good = """{ "version": "1", "default": "deny" }""";

    private static readonly (string, string)[] OneUser =
    [
        ("Edge__Admin__Users__0__name", "admin"),
        ("Edge__Admin__Users__0__role", "admin"),
        ("Edge__Admin__Users__0__tokenHash", new string('0', 64)),
    ];

    [Fact]
    public async Task A_policy_with_mistakes_is_refused_with_all_of_them()
    {
        await using var edge = EdgeProgram.Launch(world.Server, """
            { "version": "1", "default": "deny",
              "tools": { "runsync-endpoint": { "limts": [] },
                         "stream-job": { "action": "permit" } } }
            """);

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains($"{edge.PolicyFile}:2:36: error policy_unknown_member at /tools/runsync-endpoint/limts: unknown member 'limts' "
            + $"(did you mean 'limits'?)", edge.Output, StringComparison.Ordinal);
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
        Assert.Equal(
            "environment variable Edge__Admin__Url: error admin_port_taken at Edge:Admin:Url: "
            + $"expected a free address, found '{url}' in use by another program",
            edge.Output.Trim());
    }

    [Fact]
    public async Task An_MCP_port_that_is_taken_is_one_line_and_nothing_has_started()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        await using var edge = EdgeProgram.Launch(world.Server, Good, ("Kestrel__Endpoints__Mcp__Url", url));

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Equal(
            "environment variable Kestrel__Endpoints__Mcp__Url: error mcp_port_taken at Kestrel:Endpoints:Mcp:Url: "
            + $"expected a free address, found '{url}' in use by another program",
            edge.Output.Trim());
    }

    // TEST-NET-1 of RFC 5737: no machine has this address.
    [Theory]
    [InlineData("Kestrel__Endpoints__Mcp__Url", "mcp_address at Kestrel:Endpoints:Mcp:Url")]
    [InlineData("Edge__Admin__Url", "admin_address at Edge:Admin:Url")]
    public async Task An_address_of_another_machine_is_one_line(string key, string code)
    {
        await using var edge = EdgeProgram.Launch(world.Server, Good, [(key, "http://192.0.2.1:8089"), .. OneUser]);

        Assert.Equal(2, await edge.ExitAsync());
        Assert.StartsWith($"environment variable {key}: error {code}: the address 'http://192.0.2.1:8089' cannot be bound: ", edge.Output);
        Assert.DoesNotContain("\n", edge.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public async Task Too_few_open_files_are_said_in_words(int limit)
    {
        await using var edge = ChildProgram.Start("Edge", "bash", ["-c", $"ulimit -n {limit} && exec \"$0\"", Repository.Edge]);

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Equal(
            $"error open_files: expected a limit of at least 512 open files, found {limit} "
            + "(ulimit -n 4096; LimitNOFILE= of systemd; --ulimit nofile=4096 of Docker)",
            edge.Output.Trim());
    }

    [Fact]
    public async Task No_inotify_instance_is_taken()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Good);

        Assert.Equal(0, edge.InotifyInstances);
    }

    // Windows shares are mounted like this into containers.
    [Fact]
    public async Task A_policy_that_everybody_may_write_is_a_warning_on_a_read_only_mount()
    {
        var folder = Directory.CreateTempSubdirectory("edge-read-only-");
        var policy = Path.Combine(folder.FullName, "policy.json");
        await File.WriteAllTextAsync(policy, Good);
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(policy, (UnixFileMode)0x1FF);
        await using (var refused = ChildProgram.Start("edge check", Repository.Edge, ["check", policy]))
        {
            Assert.Equal(2, await refused.ExitAsync());
            Assert.Contains("error policy_file_writable: expected a file that only its owner may change", refused.Output);
        }

        const string Mount = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$0\" check \"$1/policy.json\"";
        string[] command = ["--map-root-user", "--mount", "sh", "-c", Mount, Repository.Edge, folder.FullName];
        await using (var warned = ChildProgram.Start("edge check", "unshare", command))
        {
            var code = await warned.ExitAsync();
            Assert.True(code == 0, $"needs a user who may make namespaces: {warned.Output}");
            Assert.Contains(
                $"{policy}: warning policy_file_writable: everybody may write the file by its mode (mode 0777, owner uid 0", warned.Output);
        }

        folder.Delete(recursive: true);
    }
}
