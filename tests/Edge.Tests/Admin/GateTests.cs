using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>What web pages, odd bodies and strange hosts get from the admin port.</summary>
public sealed class GateTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private static readonly string AsAdmin = Operators.Bearer(Operators.Admin);

    private readonly EdgeHost _edge = fixture.Edge;

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("localhost:1234", 200)]
    [InlineData("evil.example", 400)]
    [InlineData("edge.test", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("10.1.2.3", 400)]
    [InlineData("0.0.0.0", 400)]
    public async Task A_name_that_is_not_this_machine_s_is_refused_even_for_health(string host, int status)
    {
        Assert.Equal(status, (await _edge.AdminAsync("GET", "/api/freezes", AsAdmin, $"Host: {host}")).Status);
        Assert.Equal(status, (await _edge.AdminAsync("GET", "/healthz", $"Host: {host}")).Status);
    }

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://127.0.0.1:1")]
    [InlineData("Origin: http://localhost")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: Cross-Site")]
    public async Task A_foreign_page_is_refused_whatever_it_asks_for(string header)
    {
        foreach (var (method, path) in new[] { ("GET", "/healthz"), ("GET", "/api/freezes"), ("PUT", "/api/freezes"),
            ("OPTIONS", "/api/freezes") })
        {
            var answer = await _edge.AdminAsync(method, path, AsAdmin, header);
            Assert.Equal(403, answer.Status);
            Assert.Contains("\"code\":\"origin\"", answer.Text);
            Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_page_of_the_admin_port_itself_is_not_foreign()
    {
        var own = $"Origin: {_edge.Admin.GetLeftPart(UriPartial.Authority)}";
        Assert.Equal(200, (await _edge.AdminAsync("GET", "/api/freezes", AsAdmin, own, "Sec-Fetch-Site: same-origin")).Status);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/api/freezes")]
    [InlineData("/nowhere")]
    public async Task Every_answer_tells_browsers_to_keep_it_to_themselves(string path)
    {
        var answer = await _edge.AdminAsync("GET", path);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
        Assert.Null(answer.Header("Server"));
    }

    [Theory]
    [InlineData("", 400, "body")]
    [InlineData("null", 400, "body")]
    [InlineData("[]", 400, "body")]
    [InlineData("{}", 400, "body")]
    [InlineData("""{"scope":"galaxy"}""", 400, "body")]
    [InlineData("""{"scope":0}""", 400, "body")]
    [InlineData("""{"Scope":"all"}""", 400, "body")]
    [InlineData("""{"scope":"all","scope":"all"}""", 400, "body")]
    [InlineData("""{"scope":"all","nmae":"x"}""", 400, "body")]
    [InlineData("""{"scope":"all","target":null}""", 400, "body")]
    [InlineData("""{"scope":"all"} x""", 400, "body")]
    [InlineData("""{"scope":"all","name":"x"}""", 400, "name")]
    [InlineData("""{"scope":"grant"}""", 400, "name")]
    [InlineData("""{"scope":"grant","name":""}""", 400, "name")]
    [InlineData("""{"scope":"grant","name":"a\u001b[2J"}""", 400, "name")]
    [InlineData("""{"scope":"grant","name":"a","reason":"b\nc"}""", 400, "reason")]
    [InlineData("""{"scope":"server","name":"sever"}""", 400, "unknown_server")]
    public async Task A_body_that_says_nothing_exact_is_refused_in_words(string body, int status, string code)
    {
        var answer = await _edge.AdminSendAsync("PUT", "/api/freezes", body, AsAdmin, "Content-Type: application/json");
        Assert.Equal(status, answer.Status);
        Assert.Contains($"\"code\":\"{code}\"", answer.Text);
        Assert.DoesNotContain("Edge.", answer.Text);
        Assert.DoesNotContain("System.", answer.Text);
    }

    [Theory]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: application/x-www-form-urlencoded")]
    [InlineData("Content-Type:")]
    public async Task A_body_of_a_type_that_pages_may_send_unasked_is_refused(string type)
    {
        var answer = await _edge.AdminSendAsync("PUT", "/api/freezes", """{"scope":"all"}""", AsAdmin, type);
        Assert.Equal(415, answer.Status);
        Assert.Contains("\"code\":\"content_type\"", answer.Text);
    }

    [Fact]
    public async Task A_misspelled_server_is_answered_with_the_right_one() => Assert.Contains(
        "There is no server 'sever' here (did you mean 'server'?).",
        (await _edge.AdminSendAsync("PUT", "/api/freezes", """{"scope":"server","name":"sever"}""", AsAdmin)).Text);

    [Fact]
    public async Task A_body_over_64_KiB_is_refused()
    {
        var body = $$"""{"scope":"grant","name":"{{new string('x', 65536)}}"}""";
        Assert.Equal(413, (await _edge.AdminSendAsync("PUT", "/api/freezes", body, AsAdmin)).Status);
        var chunked = $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n";
        Assert.Equal(413,
            (await _edge.AdminSendAsync("PUT", "/api/freezes", chunked, AsAdmin, "Content-Length:", "Transfer-Encoding: chunked")).Status);
    }
}
