using System.IO.Compression;
using System.Text;
using Edge.Mcp.Requests;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>
/// Each row of the table of what clients accept, against a hostile server on a real Kestrel that answers <c>tools/list</c> with a tool that
/// the policy does not list: no client of any kind may see it.
/// </summary>
public sealed class ResponseTableTests(ResponseTableTests.SharedEdge shared) : IClassFixture<ResponseTableTests.SharedEdge>
{
    private const string List = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";
    private const string Tools = """{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"secret"},{"name":"allowed"}]}}""";
    private const string Json = "application/json";
    private const string Sse = "text/event-stream";

    /// <summary>Answers whose list is filtered: name, status, media type, body.</summary>
    public static TheoryData<string, int, string, string> Filtered => new()
    {
        { "media type in capitals", 200, "Application/JSON", Tools },
        { "media type with a charset", 200, "application/json ; charset=utf-8", Tools },
        { "201", 201, Json, Tools },
        { "203", 203, Json, Tools },
        { "206", 206, Json, Tools },
        { "202 with a body", 202, Json, Tools },
        { "id as a string", 200, Json, Tools.Replace("\"id\":2", "\"id\":\"2\"", StringComparison.Ordinal) },
        { "id of somebody else", 200, Json, Tools.Replace("\"id\":2", "\"id\":99", StringComparison.Ordinal) },
        { "event without a type", 200, Sse, $"data: {Tools}\n\n" },
        { "data without a space", 200, Sse, $"data:{Tools}\n\n" },
        { "CRLF", 200, Sse, $"event: message\r\ndata: {Tools}\r\n\r\n" },
        { "CR only", 200, Sse, $"event: message\rdata: {Tools}\r\r" },
        { "mark before the stream", 200, Sse, $"\uFEFFdata: {Tools}\n\n" },
        { "several data lines", 200, Sse, $"data: {Tools.Replace(",\"result\"", "\ndata: ,\"result\"", StringComparison.Ordinal)}\n\n" },
        { "white space in the data", 200, Sse, $"data:   {Tools}   \n\n" },
        { "priming event first", 200, Sse, $"id: 1\ndata:\n\ndata: {Tools}\n\n" },
        { "notification first", 200,
        Sse, $"data: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{{}}}}\n\ndata: {Tools}\n\n" },
        { "event of another type", 200, Sse, $"event: foo\ndata: {Tools}\n\n" },
        { "stream with 201", 201, Sse, $"data: {Tools}\n\n" },
        { "media type of a stream in capitals", 200, "Text/Event-Stream; charset=utf-8", $"data: {Tools}\n\n" },
        { "two answers, empty then full", 200,
        Sse, $"data: {{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{{\"tools\":[]}}}}\n\ndata: {Tools}\n\n" },
    };

    /// <summary>Answers that cannot be read in exactly one way, or not as a list: name, status, media type, body.</summary>
    public static TheoryData<string, int, string, string> Withheld => new()
    {
        { "text/json", 200, "text/json", Tools },
        { "x+json", 200, "application/vnd.x+json", Tools },
        { "text/plain", 200, "text/plain", Tools },
        { "no media type", 200, "", Tools },
        { "charset utf-16", 200, "application/json; charset=utf-16", Tools },
        { "400 with a result", 400, Json, Tools },
        { "500 with a result", 500, Json, Tools },
        { "500 with a result in a stream", 500, Sse, $"data: {Tools}\n\n" },
        { "array of responses", 200, Json, $"[{Tools}]" },
        { "error and result", 200, Json,
        Tools.Replace("\"result\"", "\"error\":{\"code\":1,\"message\":\"\"},\"result\"", StringComparison.Ordinal) },
        { "result twice", 200, Json, Tools.Replace("\"result\"", "\"result\":{\"tools\":[]},\"result\"", StringComparison.Ordinal) },
        { "tools twice", 200, Json, Tools.Replace("\"tools\"", "\"tools\":[],\"tools\"", StringComparison.Ordinal) },
        { "Tools", 200, Json, Tools.Replace("\"tools\"", "\"Tools\"", StringComparison.Ordinal) },
        { "garbage", 200, Json, "secret" },
        { "array in an event", 200, Sse, $"data: [{Tools}]\n\n" },
        { "unterminated last event", 200, Sse, $"data: {Tools}" },
        { "unterminated last line", 200, Sse, $"data: {Tools}\n" },
    };

    [Theory]
    [MemberData(nameof(Filtered))]
    public async Task The_hidden_tool_is_cut_out_and_the_listed_one_stays(string name, int status, string mediaType, string body)
    {
        _ = name;
        var answer = await AskAsync(status, mediaType, Encoding.UTF8.GetBytes(body));
        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("secret", answer.Text);
        Assert.Contains("{\"name\":\"allowed\"}", answer.Text);
    }

    [Theory]
    [MemberData(nameof(Withheld))]
    public async Task A_list_that_cannot_be_read_in_exactly_one_way_is_withheld(string name, int status, string mediaType, string body)
    {
        _ = name;
        var answer = await AskAsync(status, mediaType, Encoding.UTF8.GetBytes(body));
        Assert.Equal(status >= 400 ? status : mediaType == Sse ? 200 : 502, answer.Status);
        Assert.DoesNotContain("secret", answer.Text);
        if (mediaType != Sse)
            Assert.Contains("\"id\":2,\"error\":{\"code\":-32603,", answer.Text);
    }

    [Fact]
    public async Task A_mark_before_a_list_hides_nothing()
    {
        var answer = await AskAsync(200, Json, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Tools)]);
        Assert.DoesNotContain("secret", answer.Text);
    }

    [Fact]
    public async Task Another_encoding_hides_nothing()
    {
        var answer = await AskAsync(200, Json, Encoding.Unicode.GetBytes(Tools));
        Assert.Equal(502, answer.Status);
        Assert.DoesNotContain("secret", Encoding.Unicode.GetString(answer.Body));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("X-GZIP")]
    public async Task A_compressed_list_is_unpacked_and_filtered(string encoding)
    {
        foreach (var (type, text) in ((string, string)[])[(Json, Tools), (Sse, $"data: {Tools}\n\n")])
        {
            var answer = await AskAsync(200, type, await PackAsync(encoding, text), encoding);
            Assert.Equal((200, null), (answer.Status, answer.Header("Content-Encoding")));
            Assert.Contains("{\"name\":\"allowed\"}", answer.Text);
            Assert.DoesNotContain("secret", answer.Text);
        }
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task A_list_in_an_unknown_encoding_is_withheld(string encoding)
    {
        var answer = await AskAsync(200, Json, Encoding.UTF8.GetBytes(Tools), encoding);
        Assert.Equal(502, answer.Status);
        Assert.Contains("has a content encoding that Edge does not read", answer.Text);
        Assert.DoesNotContain("secret", answer.Text);
    }

    [Theory]
    [InlineData("gzip", "plain")]
    [InlineData("gzip", "gzip", 30)]
    [InlineData("br", "plain")]
    [InlineData("br", "br", 20)]
    [InlineData("deflate", "raw deflate")]
    [InlineData("deflate", "gzip")]
    public async Task An_answer_that_cannot_be_decoded_is_withheld_for_that_reason(string encoding, string packed, int cut = int.MaxValue)
    {
        var body = packed == "plain" ? Encoding.UTF8.GetBytes(Tools) : await PackAsync(packed, Tools);
        var answer = await AskAsync(200, Json, body[..Math.Min(cut, body.Length)], encoding);
        Assert.Equal(502, answer.Status);
        Assert.Contains("\"message\":\"The server's answer cannot be decoded: it is not in the encoding that it names.\"", answer.Text);
        Assert.DoesNotContain("secret", answer.Text);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_empty_body_is_empty_in_every_encoding(string encoding)
    {
        var answer = await AskAsync(202, Json, [], encoding);
        Assert.Equal((202, ""), (answer.Status, answer.Text));
    }

    private static async Task<byte[]> PackAsync(string encoding, string text)
    {
        var compressed = new MemoryStream();
        await using (Stream packer = encoding switch
        {
            "br" => new BrotliStream(compressed, CompressionMode.Compress, true),
            "raw deflate" => new DeflateStream(compressed, CompressionMode.Compress, true),
            "deflate" => new ZLibStream(compressed, CompressionMode.Compress, true),
            _ => new GZipStream(compressed, CompressionMode.Compress, true),
        })
        {
            await packer.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    [Fact]
    public async Task A_list_in_small_pieces_is_filtered_too()
    {
        shared.Edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = Sse;
            foreach (var piece in Encoding.UTF8.GetBytes($"event: message\r\ndata: {Tools}\r\n\r\n").Chunk(9))
            {
                await context.Response.Body.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
            }
        };
        var answer = await shared.Edge.PostAsync(List);
        Assert.DoesNotContain("secret", answer.Text);
        Assert.Contains("allowed", answer.Text);
    }

    [Fact]
    public async Task A_filtered_list_has_its_own_length_and_no_tag_of_the_whole()
    {
        shared.Edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers.ETag = "\"whole\"";
            return ScriptedServer.Json(context, Tools);
        };
        var answer = await shared.Edge.PostAsync(List);
        Assert.Equal(answer.Body.Length.ToString(), answer.Header("Content-Length"));
        Assert.Null(answer.Header("ETag"));
    }

    [Fact]
    public async Task An_endless_list_ends_in_bounded_memory()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = Json;
            var piece = Encoding.UTF8.GetBytes(new string(' ', 64 * 1024));
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // Edge has read enough and left.
            }
        };
        var answer = await edge.PostAsync(List);
        Assert.Equal(502, answer.Status);
        Assert.Contains("-32603", answer.Text);
    }

    [Theory]
    [InlineData("application/json", 503, "Try again in a second: too many lists are being read at once.")]
    [InlineData("text/event-stream", 200, "The server's list could not be read safely and was withheld: it found no room")]
    public async Task A_list_for_which_there_is_no_room_is_withheld_and_the_next_one_passes(string mediaType, int status, string expected)
    {
        // A quarter of 256 KiB for one address.
        await using var edge =
            await EdgeHost.StartAsync(settings: [("Edge:Wire:MaxRequestBytes", "65536"), ("Edge:Wire:MaxBufferedBytes", "262144")]);
        var description = new string('x', 200_000);
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = mediaType;
            var list = $$$"""{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"allowed","description":"{{{description}}}"},"""
                + $$$"""{"name":"other"}]}}""";
            await context.Response.WriteAsync(mediaType == Json ? list : $"data: {list}\n\n");
        };
        var answer = await edge.PostAsync(List);
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 503 ? "1" : null, answer.Header("Retry-After"));
        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
        Assert.Contains("-32603", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("allowed", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, edge.Services.GetRequiredService<BufferBudget>().Held);
        Assert.Contains(edge.Logs.Lines, l => l.Id.Id == 301 && l.Message.Contains("it found no room", StringComparison.Ordinal));

        description = "short";
        answer = await edge.PostAsync(List);
        Assert.Contains("\"allowed\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("other", answer.Text, StringComparison.Ordinal);
    }

    private async Task<RawResponse> AskAsync(int status, string mediaType, byte[] body, string? encoding = null)
    {
        shared.Edge.Server.Answer = async (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = mediaType.Length == 0 ? null : mediaType;
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(body);
        };
        return await shared.Edge.PostAsync(List);
    }

    public sealed class SharedEdge : IAsyncLifetime
    {
        public EdgeHost Edge { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Edge = await EdgeHost.StartAsync();

        public ValueTask DisposeAsync() => Edge.DisposeAsync();
    }
}
