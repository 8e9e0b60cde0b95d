using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class RequestAdmissionTests
{
    private const string Host =
        "400 -32600 host: Address the request to a host that this proxy serves: the Host header is not in its AllowedHosts.";
    private const string Foreign =
        "403 -32600 origin: Web pages of this origin may not call: add it to Edge:Wire:AllowedOrigins if they should.";
    private const string Tunnel = "400  upgrade: Send the message as a plain POST: connections are not upgraded and no tunnels are opened.";
    private const string Method =
        "405 -32600 method_not_allowed: Use POST to send a message, GET to open a stream or DELETE to end a session, in capital letters.";
    private const string Type =
        "415 -32600 content_type: Send the message with exactly one Content-Type, 'application/json', whose charset is absent or utf-8.";
    private const string Encoding =
        "415 -32600 content_encoding: Send the message without Content-Encoding: a compressed body is not read.";
    private const string Body = "400 -32600 unexpected_body: Send no body here: only POST carries a message.";
    private const string Mirrored =
        "400 -32020 duplicate_header: Send every Mcp-* header, and MCP-Protocol-Version, once: two readers could take two values.";
    private const string Connection =
        "400 -32600 connection_header: Name only hop-by-hop headers in Connection: one that is meant for the server may not be dropped "
        + "on the way.";

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]", "*.example.com"];

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public void A_plain_request_of_a_known_method_is_admitted(string method) =>
        Assert.Null(Check(method == "POST" ? Requests.Post() : Requests.Of(method)));

    [Theory]
    [InlineData("post")]
    [InlineData("Post")]
    [InlineData("get")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("HEAD")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("MKCOL")]
    public void Any_other_method_or_spelling_is_405_with_Allow(string method)
    {
        var context = Requests.Of(method, ("Content-Type", "application/json"));
        Assert.Equal(Method, Check(context));
        Assert.Equal("POST, GET, DELETE", Admission().Check(context)!.Allow);
    }

    [Theory]
    [InlineData("")]
    [InlineData("evil.example.org")]
    [InlineData("localhost.evil.example.org")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("example.com")]
    [InlineData("localhost:80x")]
    [InlineData("localhost,evil")]
    [InlineData("user@localhost")]
    [InlineData("localhost/")]
    [InlineData("[::1")]
    public void A_host_that_is_empty_odd_or_not_allowed_is_refused(string host)
    {
        var context = Requests.Post();
        context.Request.Host = new HostString(host);
        Assert.Equal(Host, Check(context));
    }

    [Fact]
    public void A_missing_host_is_refused_even_when_all_are_allowed()
    {
        var context = Requests.Post();
        context.Request.Host = default;
        Assert.Equal(Host, Requests.Line(new RequestAdmission(new WireOptions(), ["*"]).Check(context)));
        context.Request.Host = new HostString("any.where");
        Assert.Null(new RequestAdmission(new WireOptions(), ["*"]).Check(context));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("a.example.com")]
    [InlineData("a.b.Example.com:443")]
    public void An_allowed_host_is_admitted_with_any_port_and_letter_case(string host)
    {
        var context = Requests.Post();
        context.Request.Host = new HostString(host);
        Assert.Null(Check(context));
        Assert.Null(Check(context));
    }

    [Fact]
    public void Without_the_setting_only_this_machine_is_allowed()
    {
        var admission = new RequestAdmission(new WireOptions(), []);
        var context = Requests.Post();
        Assert.Null(admission.Check(context));
        context.Request.Host = new HostString("edge.example.com");
        Assert.Equal(Host, Requests.Line(admission.Check(context)));
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("HTTP://LocalHost:8080")]
    [InlineData("https://app.example.org")]
    [InlineData("https://app.example.org:443")]
    [InlineData("vscode-webview://abc")]
    public void An_origin_is_the_requests_own_or_on_the_list(string origin) => Assert.Null(Check(Requests.Post(("Origin", origin))));

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:8081")]
    [InlineData("https://localhost:8080")]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://localhost:8080@evil.example.org")]
    [InlineData("http://localhost:8080.evil.example.org")]
    [InlineData("http://evil.example.org#http://localhost:8080")]
    [InlineData("http://localhost:8080, http://evil.example.org")]
    [InlineData("http://app.example.org")]
    [InlineData("https://app.example.org:8443")]
    [InlineData("https://app.example.org.evil.example.org")]
    [InlineData("https://xapp.example.org")]
    [InlineData("https://app.example.org.")]
    [InlineData("localhost:8080")]
    [InlineData("//localhost:8080")]
    [InlineData("file://")]
    public void Any_other_origin_is_403_for_every_method(string origin)
    {
        foreach (var method in new[] { "POST", "GET", "DELETE", "OPTIONS", "PUT" })
            Assert.Equal(Foreign, Check(Requests.Of(method, ("Origin", origin), ("Content-Type", "application/json"))));
    }

    [Fact]
    public void An_upgrade_and_a_connect_in_any_form_are_refused()
    {
        Assert.Equal(Tunnel, Check(Requests.Post(("Upgrade", "websocket"), ("Connection", "Upgrade"))));
        Assert.Equal(Tunnel, Check(Requests.Of("GET", ("Upgrade", "h2c"))));
        Assert.Equal(Tunnel, Check(Requests.Of("CONNECT")));
        Assert.Equal(Tunnel, Check(Requests.Of("connect")));

        var extended = Requests.Of("GET");
        extended.Features.Set<IHttpExtendedConnectFeature>(new ExtendedConnect());
        Assert.Equal(Tunnel, Check(extended));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json ; Charset=\"utf-8\"")]
    public void JSON_in_UTF_8_is_admitted(string type) => Assert.Null(Check(Requests.Of("POST", ("Content-Type", type))));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/vnd.api+json")]
    [InlineData("application/json, text/plain")]
    [InlineData("text/plain; x=application/json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/json; charset=utf-8; charset=utf-16")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; profile=x")]
    [InlineData("application/jsonx")]
    [InlineData("")]
    public void Any_other_content_type_is_415(string type) => Assert.Equal(Type, Check(Requests.Of("POST", ("Content-Type", type))));

    [Fact]
    public void A_missing_content_type_is_415() => Assert.Equal(Type, Check(Requests.Of("POST")));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity, gzip")]
    [InlineData("identity;q=1")]
    [InlineData("")]
    public void An_encoded_body_is_415(string encoding) => Assert.Equal(Encoding, Check(Requests.Post(("Content-Encoding", encoding))));

    [Fact]
    public void Identity_is_no_encoding_but_twice_is_too_often()
    {
        Assert.Null(Check(Requests.Post(("Content-Encoding", "Identity"))));
        Assert.Equal(Encoding, Check(Requests.Post(("Content-Encoding", "identity"), ("Content-Encoding", "identity"))));
    }

    [Theory]
    [InlineData("Mcp-Method", Mirrored)]
    [InlineData("mcp-name", Mirrored)]
    [InlineData("MCP-Protocol-Version", Mirrored)]
    [InlineData("Mcp-Session-Id", Mirrored)]
    [InlineData("Mcp-Param-Region", Mirrored)]
    [InlineData("Origin", "400 -32600 duplicate_header: Send the header Origin once: two readers could take two values.")]
    [InlineData("Authorization", "400 -32600 duplicate_header: Send the header Authorization once: two readers could take two values.")]
    [InlineData("Content-Type", "400 -32600 duplicate_header: Send the header Content-Type once: two readers could take two values.")]
    public void A_header_that_decides_is_sent_once(string name, string expected)
    {
        const string value = "application/json";
        var context = Requests.Of("POST", (name, value), (name, value));
        Assert.Equal(expected, Check(context));
        if (name != "Content-Type" && name != "Origin")
            Assert.Equal(expected, Check(Requests.Of("GET", (name, value), (name, value))));
    }

    [Fact]
    public void Other_headers_may_be_repeated() =>
        Assert.Null(
        Check(Requests.Post(("Accept", "application/json"), ("Accept", "text/event-stream"), ("Mcp-Param-A", "1"), ("Mcp-Param-B", "1"))));

    [Theory]
    [InlineData("Mcp-Session-Id")]
    [InlineData("close, mcp-protocol-version")]
    [InlineData("Authorization")]
    [InlineData("content-type , x")]
    [InlineData("Content-Length")]
    public void Connection_may_not_name_a_header_that_the_server_relies_on(string connection) =>
        Assert.Equal(Connection, Check(Requests.Post(("Connection", connection))));

    [Theory]
    [InlineData("keep-alive")]
    [InlineData("Close")]
    [InlineData("keep-alive, X-Hop")]
    public void Connection_may_name_what_ends_here(string connection) => Assert.Null(Check(Requests.Post(("Connection", connection))));

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public void A_body_where_none_belongs_is_refused(string method)
    {
        var sized = Requests.Of(method);
        sized.Request.ContentLength = 1;
        Assert.Equal(Body, Check(sized));
        sized.Request.ContentLength = 0;
        Assert.Null(Check(sized));

        // Whether there are bytes in chunks is found when they are read.
        Assert.Null(Check(Requests.Of(method, ("Transfer-Encoding", "chunked"))));
    }

    [Fact]
    public void A_preflight_from_an_allowed_origin_is_answered_in_full()
    {
        var context = Requests.Of("OPTIONS", ("Origin", "https://app.example.org"), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization, mcp-param-region, x-other, mcp-param-bad name"));
        Assert.Null(Check(context));

        CrossOrigin.AnswerPreflight(context.Request, context.Response);

        Assert.Equal(
            "204 | Access-Control-Allow-Headers: Accept, Authorization, Content-Type, Last-Event-ID, Mcp-Method, Mcp-Name, "
            + "MCP-Protocol-Version, Mcp-Session-Id, mcp-param-region; Access-Control-Allow-Methods: GET, POST, DELETE; "
            + "Access-Control-Allow-Origin: https://app.example.org; Access-Control-Expose-Headers: Mcp-Session-Id, WWW-Authenticate, "
            + "Retry-After, RateLimit, Allow; "
            + "Access-Control-Max-Age: 600; Vary: Origin | ",
            Requests.Answer(context));
    }

    [Fact]
    public void An_answer_to_a_page_names_its_origin_and_one_to_a_program_does_not()
    {
        var page = Requests.Post(("Origin", "http://localhost:8080"));
        page.Response.Headers.Vary = "Accept";
        CrossOrigin.AddHeaders(page.Request, page.Response);
        Assert.Equal("http://localhost:8080", page.Response.Headers.AccessControlAllowOrigin);
        Assert.Equal("Accept,Origin", page.Response.Headers.Vary.ToString());

        var program = Requests.Post();
        CrossOrigin.AddHeaders(program.Request, program.Response);
        Assert.Empty(program.Response.Headers);
    }

    [Fact]
    public void A_plain_post_is_admitted_without_allocating()
    {
        var admission = Admission();
        var context = Requests.Post(("Connection", "keep-alive"), ("Mcp-Session-Id", "s"));
        for (var i = 0; i < 100; i++)
            admission.Check(context);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            admission.Check(context);

        // The enumerator of the headers is boxed, once a request.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 64);
    }

    private static RequestAdmission Admission()
    {
        var options = new WireOptions();
        options.AllowedOrigins.Add("https://app.example.org");
        options.AllowedOrigins.Add("vscode-webview://abc");
        return new RequestAdmission(options, Hosts);
    }

    private static string? Check(HttpContext context) => Requests.Line(Admission().Check(context));

    private sealed class ExtendedConnect : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => true;

        public string? Protocol => "websocket";

        public ValueTask<Stream> AcceptAsync() => ValueTask.FromResult(Stream.Null);
    }
}
