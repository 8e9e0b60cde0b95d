using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Edge.Embedding.Tests.Sample;

/// <summary>An application keeps everything of its own when Edge is added to it, and only the route with a policy is judged.</summary>
public sealed class SampleHostTests(SampleHost sample) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task Its_own_endpoints_answer_everybody_or_those_who_sign_in()
    {
        Assert.Equal("Hello", await sample.Client.GetStringAsync(new Uri(sample.Address, "/hello"), Deadline.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfNotesAsync(key: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfNotesAsync(key: "another key"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfNotesAsync(SampleHost.Key));
    }

    [Fact]
    public async Task Its_own_endpoints_read_bodies_as_before()
    {
        using var request = WithKey(HttpMethod.Post, "/notes", SampleHost.Key);
        request.Content = JsonContent.Create(new { text = "water the plants" });
        using var added = await sample.Client.SendAsync(request, Deadline.Token);
        using var list = WithKey(HttpMethod.Get, "/notes", SampleHost.Key);
        using var notes = await sample.Client.SendAsync(list, Deadline.Token);

        Assert.Equal(HttpStatusCode.NoContent, added.StatusCode);
        Assert.Contains("water the plants", await notes.Content.ReadFromJsonAsync<string[]>(Deadline.Token) ?? []);
    }

    [Fact]
    public async Task Its_OpenAPI_document_has_its_own_endpoints()
    {
        await using var body = await sample.Client.GetStreamAsync(new Uri(sample.Address, "/openapi/v1.json"), Deadline.Token);
        using var document = await JsonDocument.ParseAsync(body, default, Deadline.Token);

        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name);
        Assert.Equal(["/hello", "/notes"], paths);
    }

    [Theory]
    [InlineData("PUT", "/service/a%2Fb?x=1&x=2", "not JSON at all {")]
    [InlineData("POST", "/service/mcp", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete"}}""")]
    public async Task The_plain_route_passes_untouched(string method, string target, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(sample.Address, target))
        {
            Content = new StringContent(body, Encoding.UTF8, "text/plain"),
        };
        request.Headers.Host = "sample.example";
        request.Headers.Add("X-Anything", "at all");
        using var response = await sample.Client.SendAsync(request, Deadline.Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"anything":[1,1]}""", await response.Content.ReadAsStringAsync(Deadline.Token));
        var received = Assert.Single(sample.Service.Received, r => r.Method == method);
        Assert.Equal(Uri.UnescapeDataString(target), Uri.UnescapeDataString(received.Target));
        Assert.Equal(body, received.Text);
        Assert.Equal("at all", received.Headers["X-Anything"]);
    }

    [Fact]
    public async Task The_route_with_a_policy_forwards_what_the_policy_allows()
    {
        var response = await McpClient.CallAsync(sample.Client, sample.Mcp, "search");

        Assert.Contains("served", response, StringComparison.Ordinal);
        Assert.Contains(sample.Tools.Received, request => request.Text == McpClient.Call("search"));
    }

    [Theory]
    [InlineData("delete", "nothing is deleted from here")]
    [InlineData("unheard-of", "Blocked by policy")]
    public async Task The_route_with_a_policy_denies_the_rest(string tool, string reason)
    {
        var response = await McpClient.CallAsync(sample.Client, sample.Mcp, tool);

        Assert.Contains("Blocked by policy", response, StringComparison.Ordinal);
        Assert.Contains(reason, response, StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Tools.Received, request => request.Text.Contains(tool, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_host_names_that_Edge_knows_are_asked_of_its_route_alone()
    {
        using var own = WithKey(HttpMethod.Get, "/hello", key: null);
        own.Headers.Host = "rebound.example";
        using var hello = await sample.Client.SendAsync(own, Deadline.Token);
        using var call = await McpClient.SendAsync(sample.Client, sample.Mcp, "search", host: "rebound.example");

        Assert.Equal(HttpStatusCode.OK, hello.StatusCode);
        Assert.False(call.IsSuccessStatusCode);
        Assert.DoesNotContain(sample.Tools.Received, request => request.Headers["Host"] == "rebound.example");
    }

    [Fact]
    public void Nothing_is_written_into_the_working_folder()
    {
        var folders = Directory.GetDirectories(SampleHost.Folder).Select(folder => Path.GetFileName(folder)!);

        Assert.Empty(folders.Except(["bin", "obj", "policies"], StringComparer.Ordinal));
    }

    private async Task<HttpStatusCode> StatusOfNotesAsync(string? key)
    {
        using var request = WithKey(HttpMethod.Get, "/notes", key);
        using var response = await sample.Client.SendAsync(request, Deadline.Token);
        return response.StatusCode;
    }

    private HttpRequestMessage WithKey(HttpMethod method, string path, string? key)
    {
        var request = new HttpRequestMessage(method, new Uri(sample.Address, path));
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        return request;
    }
}
