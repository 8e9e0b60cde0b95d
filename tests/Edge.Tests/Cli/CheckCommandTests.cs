using Edge.Testing;
using Xunit;

namespace Edge.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private const string Policy = """{ "version": "1", "default": "deny", "tools": { "allowed": {} } }""";

    private const string Settings = """
        {
          "AllowedHosts": "localhost",
          "ReverseProxy": {
            "Routes": { "mcp": { "ClusterId": "server", "Match": { "Path": "/mcp" }, "Metadata": { "Edge.Policy": "test" } } },
            "Clusters": { "server": { "Destinations": { "d": { "Address": "http://127.0.0.1:9/" } } } }
          },
          "Edge": { "Policies": { "test": "policy.json" }, "Grants": { "File": "grants.json" } }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-check-");

    public CheckCommandTests()
    {
        Write("policy.json", Policy);
        Write("grants.json", $$"""{ "grants": [ { "id": "ci", "tokenHashes": ["{{new string('a', 64)}}"], "servers": { "server": {} } """
            + $$"""} ] }""");
        Write("appsettings.json", Settings);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Settings_are_checked_with_the_policies_and_grants_that_they_name_and_nothing_is_made()
    {
        var (code, output, error) = await CommandLine.RunAsync("check", At("appsettings.json"));
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("appsettings.json: valid\npolicy.json: valid, revision [0-9a-f]{12}\ngrants.json: valid, 1 grant\n$", output);
        Assert.Equal(["appsettings.json", "grants.json", "policy.json"],
            _folder.GetFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"Edge.Policy\": \"test\"", "\"Edge.Policy\": \"tets\"",
        "error route_unknown_policy at ReverseProxy:Routes:mcp:Metadata:Edge.Policy: ")]
    [InlineData("\"Path\": \"/mcp\"", "\"Path\": \"{/mcp\"", "error config_proxy at ReverseProxy: ")]
    [InlineData("\"ClusterId\": \"server\"", "\"ClusterId\": \"sever\"", "(did you mean 'server'?)")]
    [InlineData("\"Policies\"", "\"Polices\"", "unknown key 'Polices' (did you mean 'Policies'?)")]
    [InlineData("\"grants.json\"", "\"nowhere.json\"", "error grants_file_missing: ")]
    [InlineData("\"policy.json\"", "\"nowhere.json\"", "no such file")]
    [InlineData("http://127.0.0.1:9/", "nonsense", "error cluster_address at ")]
    public async Task A_mistake_in_them_is_found_without_a_start(string good, string bad, string expected)
    {
        Write("appsettings.json", Settings.Replace(good, bad, StringComparison.Ordinal));
        var (code, _, error) = await CommandLine.RunAsync("check", At("appsettings.json"));
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "grants": [] }""",
        "grants.json:1:13: warning grants_no_grant at /grants: there is no grant, so nobody can call (make one with 'edge grant new')")]
    [InlineData("""{ "grants": [ { "id": "ci", "tokenHashes": ["<A>"], "servers": {} } ] }""",
        "warning grants_no_server at /grants/0/servers: the grant names no server, so its tokens reach nothing")]
    [InlineData("""{ "grants": [ { "id": "ci", "tokenHashes": ["<A>"], "servers": { "sever": {} } } ] }""",
        "unknown server 'sever': no cluster has this name; expected 'server' (did you mean 'server'?)")]
    public async Task Grants_are_checked_against_servers_and_policies(string grants, string expected)
    {
        Write("grants.json", grants.Replace("<A>", new string('a', 64), StringComparison.Ordinal));
        var (code, _, error) = await CommandLine.RunAsync("check", "--strict", At("appsettings.json"));
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_file_is_recognised_by_what_stands_in_it()
    {
        Write("schema.json", """{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" }""");
        Write("broken.json", "{");
        var (code, output, error) = await CommandLine.RunAsync("check", At("schema.json"), At("grants.json"), At("policy.json"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("schema.json: a JSON schema, not checked\n", output, StringComparison.Ordinal);
        Assert.Contains("grants.json: valid, 1 grant (", output, StringComparison.Ordinal);
        Assert.Matches("policy.json: valid, revision [0-9a-f]{12}\n$", output);

        (code, _, error) = await CommandLine.RunAsync("check", At("broken.json"));
        Assert.Equal(2, code);
        Assert.Contains("broken.json:1:2: error policy_json_syntax", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_policies_can_be_checked_by_a_pattern_of_the_shell()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "config", "policies"), "*.json");
        Assert.Contains(files, file => file.EndsWith("policy.schema.json", StringComparison.Ordinal));
        var (code, _, error) = await CommandLine.RunAsync(["check", "--strict", .. files]);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task The_shipped_settings_are_valid()
    {
        var (code, output, error) = await CommandLine.RunAsync("check", "--strict", Path.Combine(Repository.Root, "appsettings.json"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("config/policies/runpod.json: valid", output, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(At(name), text);
}
