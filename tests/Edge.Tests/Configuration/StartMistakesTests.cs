using Edge.Gateway.Settings;
using Edge.Startup;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>What an operator reads when the start is refused: every mistake, with its place and the fix.</summary>
/// <remarks>
/// One of them sets a variable of the environment, which every host of the process would read: nothing else runs beside them.
/// </remarks>
[Collection(nameof(StartMistakesTests))]
[CollectionDefinition(nameof(StartMistakesTests), DisableParallelization = true)]
public sealed class StartMistakesTests : IDisposable
{
    private const string Good = """
        {
          "ReverseProxy": {
            "Routes": {
              "runpod": { "ClusterId": "c", "Match": { "Path": "/mcp" }, "Metadata": { "Edge.Policy": "test" } }
            },
            "Clusters": { "c": { "Destinations": { "d": { "Address": "http://127.0.0.1:9/" } } } }
          },
          "Edge": {
            "Policies": { "test": "policy.json" },
            "Wire": { "BodyTimeout": "00:00:30" }
          }
        }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-start-");

    public StartMistakesTests() => File.WriteAllText(Path.Combine(_directory.FullName, "policy.json"), EdgeHost.AllowOne);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Good_settings_start() => Assert.Empty(await StartAsync(Good));

    [Theory]
    [InlineData(
        "\"Metadata\": { \"Edge.Policy\": \"test\" }", "\"Order\": 1",
        "appsettings.json:4:7: error route_no_policy at ReverseProxy:Routes:runpod:Metadata:Edge.Policy: route 'runpod' names no policy: "
        + "set ReverseProxy:Routes:runpod:Metadata:Edge.Policy to 'test'")]
    [InlineData(
        "\"Edge.Policy\": \"test\"", "\"Edge.Policy\": \"tset\"",
        "appsettings.json:4:80: error route_unknown_policy at ReverseProxy:Routes:runpod:Metadata:Edge.Policy: route 'runpod' names the "
        + "unknown policy 'tset': set ReverseProxy:Routes:runpod:Metadata:Edge.Policy to 'test' (did you mean 'test'?)")]
    [InlineData(
        "\"Edge.Policy\": \"test\"", "\"Edge.Policy\": \"test\", \"Edge.UnknownTool\": \"runpod-5\"",
        "appsettings.json:4:103: error route_wrong_metadata at ReverseProxy:Routes:runpod:Metadata:Edge.UnknownTool: route 'runpod' has "
        + "'runpod-5' as Edge.UnknownTool: set ReverseProxy:Routes:runpod:Metadata:Edge.UnknownTool to 'rpc', 'runpod-3', 'runpod-4' "
        + "(did you mean 'runpod-3'?)")]
    [InlineData(
        "\"Edge.Policy\": \"test\"", "\"Edge.Policy\": \"test\", \"Edge.Polcy\": \"x\"",
        "appsettings.json:4:103: error route_unknown_metadata at ReverseProxy:Routes:runpod:Metadata:Edge.Polcy: route 'runpod' has the "
        + "unknown metadata 'Edge.Polcy' (did you mean 'Edge.Policy'?)")]
    [InlineData(
        "\"Edge.Policy\": \"test\" }",
        "\"Edge.Policy\": \"test\" }, \"Transforms\": [ { \"HttpMethodChange\": \"GET\", \"Set\": \"POST\" } ]",
        "appsettings.json:4:105: error route_unsafe_transform at ReverseProxy:Routes:runpod:Transforms: route 'runpod' has the transform "
        + "'HttpMethodChange', which could change what was judged: use only 'PathPrefix', 'PathRemovePrefix', 'PathSet', 'PathPattern', "
        + "'RequestHeadersCopy', 'RequestHeaderOriginalHost', 'ResponseHeader', 'ResponseHeaderRemove'")]
    [InlineData(
        "{ \"Destinations\"",
        "{ \"SessionAffinity\": { \"Enabled\": true, \"Policy\": \"HashCookie\", \"AffinityKeyName\": \"k\" }, \"Destinations\"",
        "appsettings.json:6:64: error cluster_affinity at ReverseProxy:Clusters:c:SessionAffinity:Policy: cluster 'c' uses the session "
        + "affinity 'HashCookie', whose cookie does not reach callers: choose 'CustomHeader'")]
    [InlineData(
        "{ \"Destinations\"", "{ \"SessionAffinity\": { \"Enabled\": true, \"AffinityKeyName\": \"k\" }, \"Destinations\"",
        "appsettings.json:6:26: error cluster_affinity at ReverseProxy:Clusters:c:SessionAffinity:Policy: cluster 'c' uses the session "
        + "affinity 'HashCookie', whose cookie does not reach callers: choose 'CustomHeader'")]
    [InlineData(
        "{ \"Destinations\"", "{ \"HealthCheck\": { \"Active\": { \"Enabled\": true } }, \"Destinations\"",
        "appsettings.json:6:55: error cluster_probes at ReverseProxy:Clusters:c:HealthCheck:Active:Enabled: cluster 'c' has active "
        + "health checks, whose probes carry no decision and are not sent: remove HealthCheck:Active")]
    [InlineData(
        "\"Edge\": {", "\"Logging\": { \"LogLevel\": { \"Edge\": \"Warnning\" } }, \"Edge\": {",
        "appsettings.json:8:30: error config_unknown_value at Logging:LogLevel:Edge: unknown value 'Warnning'; expected 'Trace' or "
        + "'Debug' or 'Information' or 'Warning' or 'Error' or 'Critical' or 'None' (did you mean 'Warning'?)")]
    [InlineData("\"Edge\": {", "\"Edge\" {",
        "appsettings.json:8:10: error config_not_json: '{' is invalid after a property name. Expected a ':'")]
    [InlineData("\"test\": \"policy.json\"", "\"test\": \"a.json\", \"test\": \"b.json\"",
        "appsettings.json: error config_not_json: a duplicate key 'Edge:Policies:test' was found")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\"", "\"BodyTimeout\": \"30\"",
        "appsettings.json:10:15: error config_out_of_range at Edge:Wire:BodyTimeout: expected a duration between '00:00:01' and "
        + "'00:10:00', found '30' (write hours:minutes:seconds)")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\"", "\"MaxRequestByte\": 5",
        "appsettings.json:10:15: error config_unknown_key at Edge:Wire:MaxRequestByte: unknown key 'MaxRequestByte' (did you mean "
        + "'MaxRequestBytes'?)")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\"", "\"DenyStyle\": \"tool_eror\"",
        "appsettings.json:10:15: error config_unknown_value at Edge:Wire:DenyStyle: unknown value 'tool_eror'; expected 'tool_error' or "
        + "'rpc_error' or 'unknown_tool' or 'http' (did you mean 'tool_error'?)")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\"", "\"AllowedOrigins\": [ \"https://app.example.com\", \"nowhere\" ]",
        "appsettings.json:10:15: error config_wrong_type at Edge:Wire:AllowedOrigins: expected an origin such as "
        + "'https://app.example.com', found 'nowhere'")]
    [InlineData(
        "\"Path\": \"/mcp\"", "\"Path\": \"/{**rest}\"",
        "appsettings.json:4:48: error route_many_paths at ReverseProxy:Routes:runpod:Match:Path: route 'runpod' does not name one path: "
        + "set ReverseProxy:Routes:runpod:Match:Path to where clients reach the server, such as '/mcp'")]
    [InlineData(
        "\"ClusterId\": \"c\"", "\"ClusterId\": \"C\"",
        "appsettings.json:4:19: error route_unknown_cluster at ReverseProxy:Routes:runpod:ClusterId: route 'runpod' leads to the unknown "
        + "cluster 'C'; expected one of 'c' (did you mean 'c'?)")]
    [InlineData(
        "\"Edge.Policy\": \"test\"", "\"Edge.Policy\": \"test\", \"Edge.MaxRequestBytes\": \"99999999\"",
        "appsettings.json:4:103: error route_wrong_metadata at ReverseProxy:Routes:runpod:Metadata:Edge.MaxRequestBytes: route 'runpod' "
        + "has '99999999' as Edge.MaxRequestBytes: set ReverseProxy:Routes:runpod:Metadata:Edge.MaxRequestBytes to a number of bytes "
        + "from 1 to Edge:Wire:MaxRequestBytes (22020096)")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\"", "\"KnownProxies\": \"10.0.0.7\"",
        "appsettings.json:10:15: error config_wrong_type at Edge:Wire:KnownProxies: expected a list, found '10.0.0.7' (in the "
        + "environment write Edge__Wire__KnownProxies__0)")]
    [InlineData(
        "\"Policies\"", "\"Flood\": { \"RequestsPerSecond\": 50, \"Burst\": 20 }, \"Policies\"",
        "appsettings.json:9:41: error config_out_of_range at Edge:Flood:Burst: expected at least Edge:Flood:RequestsPerSecond (50), "
        + "because what does not fit at once never adds up to it; found 20")]
    [InlineData(
        "\"Edge.Policy\": \"test\" }", "\"Edge.Policy\": \"test\" }, \"RateLimiterPolicy\": \"Disable\"",
        "appsettings.json:4:105: error route_rate_limiter at ReverseProxy:Routes:runpod:RateLimiterPolicy: route 'runpod' has the rate "
        + "limiter policy 'Disable': remove RateLimiterPolicy; Edge:Flood bounds every route, limits belong in the policy")]
    [InlineData(
        "\"Wire\": {", "\"Store\": { \"Kind\": \"redis\" }, \"Wire\": {",
        "appsettings.json:10:16: error config_unknown_value at Edge:Store:Kind: unknown value 'redis'; expected 'sqlite' or 'memory' or "
        + "'postgres'")]
    [InlineData(
        "\"Wire\": {", "\"Store\": { \"Kind\": \"postgres\" }, \"Wire\": {",
        "appsettings.json:10:5: error config_missing at Edge:Store:ConnectionString: expected how to reach the database, such as "
        + "'Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass', found nothing")]
    [InlineData(
        "\"Wire\": {", "\"Store\": { \"Kind\": \"postgres\", \"ConnectionString\": \"Host=db;Passwrd=secret\" }, \"Wire\": {",
        "appsettings.json:10:36: error config_wrong_type at Edge:Store:ConnectionString: expected a connection string of Npgsql that "
        + "names a host, such as 'Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass'; found something else")]
    [InlineData(
        "\"Wire\": {", "\"Store\": { \"ConnectionString\": \"Host=db;Password=secret\" }, \"Wire\": {",
        "appsettings.json:10:16: error config_conflict at Edge:Store:ConnectionString: expected none with Edge:Store:Kind 'sqlite', "
        + "found one (set Edge:Store:Kind to 'postgres')")]
    [InlineData(
        "\"Wire\": {", "\"Store\": { \"FailureMode\": \"opne\" }, \"Wire\": {",
        "appsettings.json:10:16: error config_unknown_value at Edge:Store:FailureMode: unknown value 'opne'; expected 'closed' or 'open' "
        + "(did you mean 'open'?)")]
    [InlineData(
        "\"Wire\": {",
        "\"Store\": { \"Kind\": \"postgres\", \"ConnectionString\": \"Host=db\" }, \"KeyFile\": \"nowhere.key\", \"Wire\": {",
        "nowhere.key: error key_file_missing: expected the key file that all Edges of this store share, found none (copy it from the "
        + "first Edge, or make one: openssl rand -base64 32)")]
    [InlineData(
        "\"test\": \"policy.json\"", "\"test\": \"nowhere.json\"",
        "nowhere.json: error policy_file_missing: no such file (looked for '*')")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"OnFailure\": \"alow\" }",
        "appsettings.json:10:55: error config_unknown_value at Edge:Audit:OnFailure: unknown value 'alow'; expected 'deny' or 'drop'")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"Durable\": \"yes\" }",
        "appsettings.json:10:55: error config_wrong_type at Edge:Audit:Durable: expected 'true' or 'false', found 'yes'")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"MaxFileBytes\": 10 }",
        "appsettings.json:10:55: error config_out_of_range at Edge:Audit:MaxFileBytes: expected a whole number between 65536 and "
        + "4294967296, found '10'")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"Record\": [ \"prompt\" ] }",
        "appsettings.json:10:55: error config_wrong_type at Edge:Audit:Record: expected the path of an argument such as "
        + "'args.body.gpu.count', found 'prompt': it starts with 'prompt'; expected 'args', 'grant.id', 'grant.labels.NAME', 'tool' or "
        + "'session.id' (did you mean 'args.prompt'?)")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"Record\": [ \"args.items[*].name\" ] }",
        "appsettings.json:10:55: error config_wrong_type at Edge:Audit:Record: expected the path of one argument such as "
        + "'args.body.gpu.count', found 'args.items[*].name'")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"Paht\": \"x\" }",
        "appsettings.json:10:55: error config_unknown_key at Edge:Audit:Paht: unknown key 'Paht' (did you mean 'Path'?)")]
    [InlineData(
        "\"BodyTimeout\": \"00:00:30\" }", "\"BodyTimeout\": \"00:00:30\" }, \"Audit\": { \"Path\": \"policy.json\" }",
        "appsettings.json:10:55: error audit_unusable at Edge:Audit:Path: the folder of the records cannot be used: The file "
        + "'*/policy.json' already exists (each Edge needs a folder of its own, which it may write to)")]
    public async Task A_mistake_is_named_with_its_place_and_the_fix(string good, string bad, string expected)
    {
        var line = Assert.Single(await StartAsync(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Equal(expected, line.Replace(_directory.FullName, "*", StringComparison.Ordinal)
            .Replace("*/nowhere.json", "*", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_mistakes_are_named_at_once()
    {
        var lines =
            await StartAsync(Good.Replace("\"BodyTimeout\": \"00:00:30\"", "\"BodyTimeout\": \"1\", \"CallTimeout\": \"x\", \"Tpyo\": 1",
            StringComparison.Ordinal));
        Assert.Equal(["Edge:Wire:BodyTimeout", "Edge:Wire:CallTimeout", "Edge:Wire:Tpyo"],
            lines.Select(l => l.Split(" at ")[1].Split(": ")[0]));
    }

    [Fact]
    public async Task A_variable_of_the_environment_is_named_as_such()
    {
        const string Variable = "Edge__Wire__CallTimeout";
        Environment.SetEnvironmentVariable(Variable, "soon");
        try
        {
            Assert.StartsWith($"environment variable {Variable}: error config_out_of_range at Edge:Wire:CallTimeout: ",
                Assert.Single(await StartAsync(Good)));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public async Task A_policy_that_everybody_may_write_is_refused()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_directory.FullName, "policy.json"),
                UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        Assert.Equal(
            "policy.json: error policy_file_writable: expected a file that only its owner may change, found one that everybody may write "
                + "(chmod o-w, or mount it read-only)",
            Assert.Single(await StartAsync(Good)));
    }

    private async Task<IReadOnlyList<string>> StartAsync(string settings)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "appsettings.json"), settings);
        try
        {
            await using var app = EdgeApplication.Build(EdgeApplication.CreateBuilder([], _directory.FullName));
            return [];
        }
        catch (StartupException e)
        {
            return e.Lines;
        }
    }
}
