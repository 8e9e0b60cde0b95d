using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Edge.Testing;
using Edge.Testing.Running;
using Edge.Tests.Admin;
using Xunit;

namespace Edge.Tests.Logging;

/// <summary>The program with a standard output that nobody reads, as a container's whose log driver hangs.</summary>
public sealed partial class UnreadConsoleTests : IDisposable
{
    // A pipe has 64 KiB, and a request has a few lines of the framework's.
    private const int Requests = 2_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-unread-");
    private readonly Uri _edge = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly Uri _admin = new($"http://127.0.0.1:{FreePort.Next()}");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_full_pipe_stops_neither_calls_nor_probes_nor_the_stop_button_nor_the_end()
    {
        await using var server = await ScriptedServer.StartAsync();
        await using var program = Start(server);
        await program.ListeningAsync(_edge);

        var denied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallManyAsync("denied", Requests / 8)));
        Assert.All(denied, text => Assert.Contains("\"reason\":\"not_listed\"", text, StringComparison.Ordinal));
        Assert.DoesNotContain("isError", await CallManyAsync("allowed", 1), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await AskAdminAsync("GET", "/healthz"));
        Assert.Equal(HttpStatusCode.OK, await AskAdminAsync("PUT", "/api/freezes", """{"scope":"all"}"""));
        Assert.Contains("\"reason\":\"frozen\"", await CallManyAsync("allowed", 1), StringComparison.Ordinal);
        Assert.True(await LostLinesAsync() > 0);

        await program.TerminateAsync();
        Assert.Equal(0, await program.ExitAsync(Deadline.Limit));
    }

    private ChildProgram Start(ScriptedServer server)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"), "{}");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "policy.json"), """{ "version": "1", "default": "deny", "tools": { "allowed": {} } }""");
        var settings = new Dictionary<string, string>
        {
            ["Kestrel:Endpoints:Mcp:Url"] = _edge.ToString(),
            ["AllowedHosts"] = "127.0.0.1",
            ["Edge:Admin:Url"] = _admin.GetLeftPart(UriPartial.Authority),
            ["Edge:Policies:test"] = "policy.json",
            ["Edge:Flood:RequestsPerSecond"] = "1000000",
            ["ReverseProxy:Routes:mcp:ClusterId"] = "server",
            ["ReverseProxy:Routes:mcp:Match:Path"] = "/mcp",
            ["ReverseProxy:Routes:mcp:Metadata:Edge.Policy"] = "test",
            ["ReverseProxy:Clusters:server:Destinations:primary:Address"] = server.Address.ToString(),
            ["Logging:LogLevel:Microsoft"] = "Information",
        };
        foreach (var (key, value) in Operators.Settings)
            settings[key] = value;
        return ChildProgram.Start(
            "Edge", Repository.Edge, ["serve", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")], folder: _folder.FullName,
            isRead: false);
    }

    // The last answer.
    private async Task<string> CallManyAsync(string tool, int count)
    {
        using var client = new HttpClient { Timeout = Deadline.Limit };
        var last = "";
        for (var i = 0; i < count; i++)
        {
            using var body = new StringContent(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}"}}""", null, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_edge, "/mcp")) { Content = body };
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            using var answer = await client.SendAsync(request, Deadline.Token);
            last = await answer.Content.ReadAsStringAsync(Deadline.Token);
        }

        return last;
    }

    private async Task<HttpStatusCode> AskAdminAsync(string method, string path, string? json = null)
    {
        using var answer = await SendAdminAsync(method, path, json);
        return answer.StatusCode;
    }

    private async Task<long> LostLinesAsync()
    {
        using var answer = await SendAdminAsync("GET", "/metrics", null);
        var lost = Lost().Match(await answer.Content.ReadAsStringAsync(Deadline.Token));
        Assert.True(lost.Success);
        return long.Parse(lost.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private async Task<HttpResponseMessage> SendAdminAsync(string method, string path, string? json)
    {
        using var client = new HttpClient { Timeout = Deadline.Limit };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_admin, path));
        request.Headers.Authorization = new("Bearer", Operators.Admin);
        if (json is not null)
            request.Content = new StringContent(json, null, "application/json");
        return await client.SendAsync(request, Deadline.Token);
    }

    [GeneratedRegex(@"^edge_log_dropped_total(?:\{[^}]*\})? (\d+)", RegexOptions.Multiline)]
    private static partial Regex Lost();
}
