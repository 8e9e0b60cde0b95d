using System.Text.Json;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>Who may do what on the admin port.</summary>
public sealed class AccessTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private const string Freeze = """{"scope":"grant","name":"nobody"}""";

    private readonly EdgeHost _edge = fixture.Edge;

    [Theory]
    [InlineData("GET", "/healthz", 200, 200, 200, 200)]
    [InlineData("HEAD", "/healthz", 200, 200, 200, 200)]
    [InlineData("GET", "/readyz", 200, 200, 200, 200)]
    [InlineData("GET", "/api/freezes", 401, 200, 200, 200)]
    [InlineData("PUT", "/api/freezes", 401, 403, 403, 200)]
    [InlineData("DELETE", "/api/freezes", 401, 403, 403, 200)]
    [InlineData("POST", "/api/freezes", 401, 405, 405, 405)]
    [InlineData("POST", "/healthz", 401, 405, 405, 405)]
    [InlineData("GET", "/", 401, 302, 302, 302)]
    [InlineData("GET", "/sign-in", 200, 200, 200, 200)]
    [InlineData("GET", "/decisions", 401, 200, 200, 200)]
    [InlineData("GET", "/api/decisions", 401, 200, 200, 200)]
    [InlineData("GET", "/api/limits", 401, 200, 200, 200)]
    [InlineData("GET", "/api/policies", 401, 200, 200, 200)]
    [InlineData("GET", "/api/grants", 401, 200, 200, 200)]
    [InlineData("GET", "/api/servers", 401, 200, 200, 200)]
    [InlineData("GET", "/api/users/me", 401, 200, 200, 200)]
    [InlineData("GET", "/api", 401, 404, 404, 404)]
    [InlineData("GET", "/api/unheard-of", 401, 404, 404, 404)]
    public async Task Each_role_may_do_its_part_and_nobody_else_anything(string method, string path, int nobody, int viewer, int approver,
    int admin)
    {
        var body = method is "PUT" or "DELETE" ? Freeze : "";
        Assert.Equal(nobody, (await _edge.AdminSendAsync(method, path, body)).Status);
        Assert.Equal(viewer, (await _edge.AdminSendAsync(method, path, body, Operators.Bearer(Operators.Viewer))).Status);
        Assert.Equal(approver, (await _edge.AdminSendAsync(method, path, body, Operators.Bearer(Operators.Approver))).Status);
        if (method == "DELETE")
            await _edge.FreezeAsync(Freeze);
        Assert.Equal(admin, (await _edge.AdminSendAsync(method, path, body, Operators.Bearer(Operators.Admin))).Status);
    }

    [Fact]
    public async Task Tokens_that_are_nobodys_are_one_line_however_many_come()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock, settings: Operators.Settings);
        for (var i = 0; i < 30; i++)
            Assert.Equal(401, (await edge.AdminAsync("GET", "/api/freezes", "Authorization: Bearer nobodys")).Status);
        Assert.Equal(401, (await edge.AdminAsync("GET", "/api/freezes")).Status);
        Assert.Equal("Refused a request from 127.0.0.1 to the admin port: its token is no user's.", Assert.Single(Lines()));

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith("its token is no user's (29 times in 10 s).", Lines()[1], StringComparison.Ordinal);

        List<string> Lines() => [.. edge.Logs.Lines.Where(line => line.Category.StartsWith("Edge.Admin.", StringComparison.Ordinal)
            && line.Id.Id is not (410 or 420)).Select(line => line.Message)];
    }

    [Theory]
    [InlineData("Authorization: Bearer edge_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Authorization: Bearer ")]
    [InlineData("Authorization: " + Operators.Admin)]
    [InlineData("Authorization: Basic " + Operators.Admin)]
    [InlineData("Authorization: Bearer " + Operators.Admin + "x")]
    [InlineData("Authorization: Bearer " + Operators.Admin + ", Bearer " + Operators.Admin)]
    [InlineData("Authorization: Bearer " + Operators.Admin, "Authorization: Bearer " + Operators.Admin)]
    [InlineData("X-Api-Key: " + Operators.Admin)]
    [InlineData("Cookie: token=" + Operators.Admin)]
    public async Task Nothing_but_one_whole_token_in_its_header_lets_in(params string[] headers)
    {
        var answer = await _edge.AdminAsync("GET", "/api/freezes", headers);
        Assert.Equal(401, answer.Status);
        Assert.StartsWith("Bearer realm=\"edge admin\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_address_lets_nobody_in() =>
        Assert.Equal(401, (await _edge.AdminAsync("GET", $"/api/freezes?access_token={Operators.Admin}&token={Operators.Admin}")).Status);

    [Fact]
    public async Task The_hash_of_a_token_is_not_a_token() =>
        Assert.Equal(401,
        (await _edge.AdminAsync("GET", "/api/freezes", Operators.Bearer(Edge.Gateway.Keys.AccessToken.HashText(Operators.Admin)))).Status);

    [Theory]
    [InlineData("GET", "/api/freezes", null, 401, "no_token", "Send a user's token in the header Authorization: Bearer.")]
    [InlineData("GET", "/api/freezes", "x", 401, "unknown_token", "This token is no user's: see Edge:Admin:Users.")]
    [InlineData("PUT", "/api/freezes", Operators.Approver, 403, "role", "This needs the role 'admin'; 'paul' has the role 'approver'.")]
    [InlineData("GET", "/api/freezes/", Operators.Admin, 200, null, null)]
    [InlineData("GET", "/nowhere", Operators.Admin, 404, "not_found", "There is nothing at this address.")]
    [InlineData("POST", "/api/freezes", Operators.Admin, 405, "method_not_allowed", "Use one of the methods in the header Allow.")]
    public async Task A_refusal_is_a_problem_in_words(string method, string path, string? token, int status, string? code, string? detail)
    {
        var answer = await _edge.AdminAsync(method, path, token is null ? [] : [Operators.Bearer(token)]);
        Assert.Equal(status, answer.Status);
        if (code is null)
            return;
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal(["type", "title", "status", "code", "detail"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
        Assert.Equal(detail, json.RootElement.GetProperty("detail").GetString());
        if (status == 405)
            Assert.Equal("DELETE, GET, PUT", string.Join(", ", answer.Header("Allow")!.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Without_users_nobody_is_let_in_and_the_answer_says_how_to_make_one()
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await edge.AdminAsync("GET", "/api/freezes", Operators.Bearer(Operators.Admin));
        Assert.Equal(401, answer.Status);
        Assert.Contains("'edge user new NAME --role admin' makes one", answer.Text);
        Assert.Contains(edge.Logs.Lines, line => line.Id.Name == "NoUsers");
    }

    [Fact]
    public async Task What_lets_a_caller_in_at_the_mcp_port_opens_nothing_here()
    {
        const string Credential = "Authorization: Bearer rpa_of_a_caller";
        const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
        Assert.Equal(200, (await _edge.PostAsync(Ping, Credential)).Status);
        Assert.Equal(401, (await _edge.AdminAsync("GET", "/api/freezes", Credential)).Status);
    }
}
