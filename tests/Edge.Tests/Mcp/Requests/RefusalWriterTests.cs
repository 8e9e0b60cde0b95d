using Edge.Mcp;
using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class RefusalWriterTests
{
    private static readonly JsonRpcId Id = new("\"a\\u0041\""u8.ToArray(), IsString: true);

    [Fact]
    public async Task An_id_that_is_certain_is_repeated_as_it_was_sent()
    {
        Assert.Equal(
            """400 | Content-Length: 120; Content-Type: application/json | {"jsonrpc":"2.0","id":"a\u0041","error":{"code":"""
                + """-32602,"message":"Set params.arguments to an object, or leave it out."}}""",
            await Write(Refusals.Arguments, Id));
    }

    [Fact]
    public async Task An_id_that_is_absent_or_not_certain_is_left_out()
    {
        const string start = """{"jsonrpc":"2.0","error":{""";
        Assert.Contains(start, await Write(Refusals.Arguments, default), StringComparison.Ordinal);
        Assert.Contains(start, await Write(Refusals.DuplicateKey, Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotes_and_marks_in_a_message_stand_as_they_are() =>
        Assert.Contains("""Set jsonrpc to the string \"2.0\".""", await Write(Refusals.Version, default), StringComparison.Ordinal);

    [Fact]
    public async Task An_unsupported_revision_says_which_are_supported_and_which_was_asked_for()
    {
        var refusal = new RevisionRules([]).Check(
            Requests.Post(("MCP-Protocol-Version", "1900-01-01")).Request.Headers, Bodies.Read(Bodies.Call)).Refusal!;
        Assert.Equal(
            """400 | Content-Length: 223; Content-Type: application/json | {"jsonrpc":"2.0","id":"a\u0041","error":{"code":"""
                + """-32022,"message":"Use a supported revision of the protocol.","data":{"supported":"""
                + """["2024-11-05","2025-03-26","2025-06-18","2025-11-25","2026-07-28"],"requested":"1900-01-01"}}}""",
            await Write(refusal, Id));
    }

    [Fact]
    public async Task A_refusal_without_a_code_has_no_body()
    {
        var refusal = new Refusal { Reason = RefusalReason.Upgrade, RpcCode = null, Message = "No." };
        Assert.Equal("400 |  | ", await Write(refusal, Id));
    }

    [Fact]
    public async Task Allow_and_retry_and_the_end_of_the_connection_are_headers()
    {
        var refusal = new Refusal
        {
            Reason = RefusalReason.BuffersFull,
            Status = 503,
            RpcCode = -32603,
            Message = "Later.",
            Allow = "POST",
            RetryAfterSeconds = 7,
            ClosesConnection = true,
        };
        Assert.StartsWith(
            "503 | Allow: POST; Connection: close; Content-Length: 60; Content-Type: application/json; Retry-After: 7 | ",
            await Write(refusal, default), StringComparison.Ordinal);
        Assert.DoesNotContain("Connection", await Write(refusal, default, "HTTP/2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_HEAD_has_no_body()
    {
        var context = Requests.Of("HEAD");
        await RefusalWriter.WriteAsync(context, Refusals.Batch, default);
        Assert.Equal("400 |  | ", Requests.Answer(context));
    }

    [Fact]
    public void Every_reason_has_its_own_slug()
    {
        var slugs = Enum.GetValues<RefusalReason>().Select(reason => reason.Slug()).ToList();
        Assert.Equal(slugs.Count, slugs.Distinct().Count());
        Assert.All(slugs, slug => Assert.Matches("^[a-z0-9_]+$", slug));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((RefusalReason)999).Slug());
    }

    private static async Task<string> Write(Refusal refusal, JsonRpcId id, string protocol = "HTTP/1.1")
    {
        var context = Requests.Post();
        context.Request.Protocol = protocol;
        await RefusalWriter.WriteAsync(context, refusal, id);
        return Requests.Answer(context);
    }
}
