using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;
using Edge.Testing;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Edge.EndToEnd;

/// <summary>Each official client makes a call that needs a person, in each of the ways there are, before real servers.</summary>
public sealed class ApprovalTests(RunpodWorld world, ApprovalTests.Gateway edge) : IClassFixture<ApprovalTests.Gateway>
{
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": {
            "list-endpoints": { "approval": {} },
            "list-pods": { "approval": { "hold": "50s" } },
            "buy": { "approval": { "hold": "50s" } },
            "order": { "approval": { "hold": "50s" } } } }
        """;

    private const string User = "edge_ppppppppppppppppppppppppppppppppppppppppppp";

    [Theory]
    [InlineData("sdk1")]
    [InlineData("sdk2")]
    [InlineData("sdk2-auto")]
    public async Task A_call_passes_when_it_is_made_again_after_a_person_agreed(string kind)
    {
        var token = McpHttp.NewToken();
        var results = (await PlayAsync(kind, token, "again", "list-endpoints")).GetProperty("results");
        Assert.Equal("approval_required", results[0].GetProperty("decision").GetProperty("reason").GetString());
        Assert.True(results[0].GetProperty("isError").GetBoolean());
        Assert.Contains("Call again with the same arguments after approval.", results[0].GetProperty("text").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, results[1].GetProperty("decision").ValueKind);
        Assert.Contains("ep-echo", results[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["GET /v2/serverless"], await world.ApiLog.OfAsync(token));
    }

    [Theory]
    [InlineData("sdk1")]
    [InlineData("sdk2")]
    public async Task A_call_that_waits_goes_on_by_itself(string kind)
    {
        var token = McpHttp.NewToken();
        var results = (await PlayAsync(kind, token, "hold", "list-pods")).GetProperty("results");
        Assert.Equal(JsonValueKind.Null, Assert.Single(results.EnumerateArray()).GetProperty("decision").ValueKind);
        Assert.Single(await world.ApiLog.OfAsync(token));
    }

    [Fact]
    public async Task The_CSharp_client_calls_again_and_waits()
    {
        var token = McpHttp.NewToken();
        await using var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = edge.Url,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        });
        await using var client = await McpClient.CreateAsync(transport);
        var asked = await client.CallToolAsync("list-endpoints", new Dictionary<string, object?>());
        Assert.True(asked.IsError);
        var decision = JsonSerializer.SerializeToElement(asked, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)))
            .GetProperty("_meta").GetProperty("edge.policy/decision");
        await ApproveAsync(decision.GetProperty("approval").GetProperty("id").GetString()!);
        Assert.NotEqual(true, (await client.CallToolAsync("list-endpoints", new Dictionary<string, object?>())).IsError);

        var waiting = client.CallToolAsync("list-pods", new Dictionary<string, object?>()).AsTask();
        await ApproveAsync(await PendingAsync());
        Assert.NotEqual(true, (await waiting).IsError);
        Assert.Equal(2, (await world.ApiLog.OfAsync(token)).Count);
    }

    [Fact]
    public async Task A_client_of_the_newest_revision_shows_the_address_and_calls_again_by_itself()
    {
        await using var server = ChildProgram.StartNode("the modern server", "modern-server.mjs", []);
        var address = RunpodWorld.Loopback(await server.ReadyPortAsync());
        await using var modern = await Gateway.LaunchAsync(address);
        var seen = await PlayAsync("sdk2-auto", McpHttp.NewToken(), "url", "buy", """{"n":1.50}""", modern);
        Assert.Equal("2026-07-28", seen.GetProperty("revision").GetString());
        Assert.Equal("bought 1.5", Assert.Single(seen.GetProperty("results").EnumerateArray()).GetProperty("text").GetString());
        Assert.StartsWith($"{modern.Admin.AbsoluteUri}approvals/", Assert.Single(seen.GetProperty("shown").EnumerateArray()).GetString(),
            StringComparison.Ordinal);
        // The server saw one call, and nothing of Edge's question.
        Assert.DoesNotContain("edge.", Assert.Single(await CallsAsync(address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_asks_its_caller_too_gets_its_own_state_and_its_own_answers_back()
    {
        await using var server = ChildProgram.StartNode("the modern server", "modern-server.mjs", []);
        var address = RunpodWorld.Loopback(await server.ReadyPortAsync());
        await using var modern = await Gateway.LaunchAsync(address);
        var seen = await PlayAsync("sdk2-auto", McpHttp.NewToken(), "url", "order", """{"n":2}""", modern);
        Assert.Equal("ordered 2 large", Assert.Single(seen.GetProperty("results").EnumerateArray()).GetProperty("text").GetString());
        // Each of the two calls that reached the server was approved by itself.
        Assert.Equal(2, seen.GetProperty("shown").GetArrayLength());
        var calls = await CallsAsync(address);
        Assert.Equal(2, calls.Count);
        Assert.All(calls, call => Assert.DoesNotContain("edge.", call, StringComparison.Ordinal));
        Assert.Contains("\"requestState\":\"order 2\"", calls[1], StringComparison.Ordinal);
    }

    private Task<JsonElement> PlayAsync(string kind, string token, string way, string tool, string args = "{}", RunningEdge? at = null) =>
        TypeScriptClient.ApproveAsync(
        kind, (at ?? edge.Edge).Url, token, (at ?? edge.Edge).Admin, User, way, tool, args);

    private async Task ApproveAsync(string id)
    {
        using var http = Http();
        using var response = await http.PostAsync($"api/approvals/{id}/approve",
            new StringContent("{}", Encoding.UTF8, "application/json"), Deadline.Token);
        response.EnsureSuccessStatusCode();
    }

    private async Task<string> PendingAsync()
    {
        using var http = Http();
        string? id = null;
        await Deadline.Until(
            async () =>
            {
                var list =
                    JsonDocument.Parse(await http.GetStringAsync("api/approvals?state=pending", Deadline.Token)).RootElement.GetProperty(
                    "approvals");
                id = list.EnumerateArray().Select(a => a.GetProperty("id").GetString()).FirstOrDefault();
                return id is not null;
            },
            "a call that waits");
        return id!;
    }

    private HttpClient Http() => new() { BaseAddress = edge.Edge.Admin, DefaultRequestHeaders = { { "Authorization", $"Bearer {User}" } } };

    private static async Task<List<string>> CallsAsync(Uri server)
    {
        using var http = new HttpClient();
        var log = JsonDocument.Parse(await http.GetStringAsync(new Uri(server, "_log"), Deadline.Token)).RootElement;
        return [.. log.GetProperty("arrived").EnumerateArray().Select(m => m.GetString()!)
            .Where(m => m.Contains("\"tools/call\"", StringComparison.Ordinal))];
    }

    /// <summary>Edge with a person at its admin port.</summary>
    internal sealed class RunningEdge(EdgeProgram program, Uri admin) : IAsyncDisposable
    {
        public Uri Url => program.Url;

        public Uri Admin { get; } = admin;

        public ValueTask DisposeAsync() => program.DisposeAsync();
    }

    public sealed class Gateway(RunpodWorld world) : IAsyncLifetime
    {
        internal RunningEdge Edge { get; private set; } = null!;

        internal Uri Url => Edge.Url;

        internal static async Task<RunningEdge> LaunchAsync(Uri server)
        {
            var admin = RunpodWorld.Loopback(FreePort.Next());
            return new RunningEdge(
                await EdgeProgram.StartAsync(
                    server, Policy,
                    ("Edge__Admin__Url", admin.GetLeftPart(UriPartial.Authority)),
                    ("Edge__Admin__Users__0__name", "paul"),
                    ("Edge__Admin__Users__0__tokenHash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(User)))),
                    ("Edge__Admin__Users__0__role", "approver")),
                admin);
        }

        public async ValueTask InitializeAsync() => Edge = await LaunchAsync(world.Server);

        public ValueTask DisposeAsync() => Edge?.DisposeAsync() ?? default;
    }
}
