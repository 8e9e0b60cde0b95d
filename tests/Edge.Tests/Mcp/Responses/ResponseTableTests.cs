using System.IO.Compression;
using System.Text;
using Edge.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

/// <summary>
/// What clients were seen to accept (TypeScript SDK 1.32 and 2.4, C# SDK 2.3): each row answers <c>tools/list</c> with a hidden tool, and
/// no reading of what Edge sends on may show it. The first column says whether anything is sent on.
/// </summary>
public sealed class ResponseTableTests
{
    private const string List =
        """{"result":{"tools":[{"name":"a","inputSchema":{}},{"name":"hidden","inputSchema":{}}]},"jsonrpc":"2.0","id":7}""";
    private const string Empty = """{"result":{"tools":[]},"jsonrpc":"2.0","id":7}""";

    public static TheoryData<bool, int, string?, string> JsonBodies { get; } = new()
    {
        { true, 200, "Application/JSON", List },
        { true, 200, "application/json ; charset=utf-8", List },
        { false, 200, "text/json", List },
        { false, 200, "application/x+json", List },
        { false, 200, "text/plain", List },
        { false, 200, null, List },
        { true, 201, "application/json", List },
        { true, 202, "application/json", List },
        { true, 203, "application/json", List },
        { true, 206, "application/json", List },
        { false, 400, "application/json", List },
        { false, 404, "application/json", List },
        { false, 500, "application/json", List },
        { true, 200, "application/json", "\uFEFF" + List },
        { false, 200, "application/json", "[" + List + "]" },
        { false, 200, "application/json",
        List.Replace("\"id\"", "\"error\":{\"code\":1,\"message\":\"m\"},\"id\"", StringComparison.Ordinal) },
        { false, 200, "application/json", List.Replace("\"jsonrpc\"", "\"result\":{\"tools\":[]},\"jsonrpc\"", StringComparison.Ordinal) },
        { false, 200, "application/json", List.Replace("]},\"jsonrpc\"", "],\"tools\":[]},\"jsonrpc\"", StringComparison.Ordinal) },
        { false, 200, "application/json", List.Replace("]},\"jsonrpc\"", "],\"t\\u006fols\":[]},\"jsonrpc\"", StringComparison.Ordinal) },
        { true, 200, "application/json", List.Replace("\"id\":7", "\"id\":\"7\"", StringComparison.Ordinal) },
        { true, 200, "application/json", List.Replace("\"id\":7", "\"id\":null", StringComparison.Ordinal) },
    };

    public static TheoryData<bool, string> Streams { get; } = new()
    {
        { true, $"data: {List}\n\n" },
        { true, $"event: message\ndata:{List}\n\n" },
        { true, $"event: message\r\ndata: {List}\r\n\r\n" },
        { true, $"event: message\rdata: {List}\r\r" },
        { true, $"\uFEFFdata: {List}\n\n" },
        { true, $"data: {List.Replace(",", ",\ndata: ", StringComparison.Ordinal)}\n\n" },
        { true, $"data:   \t{List}\n\n" },
        { true, $"id: 1\ndata: \n\ndata: {List}\n\n" },
        { true, $"data: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}}\n\ndata: {List}\n\n" },
        { true, $"data: garbage\n\ndata: {List}\n\n" },
        { true, $"event: foo\ndata: {List}\n\n" },
        { false, $"data: [{List}]\n\n" },
        { true, $"data: {Empty}\n\ndata: {List}\n\n" },
        { true, $"data: {List}\n\ndata: {Empty}\n\n" },
        { false, $"data: {List}\n" },
        { false, $"data: {List}" },
        { false, $"data: {List.Replace("\"jsonrpc\"", "\"result\":{\"tools\":[]},\"jsonrpc\"", StringComparison.Ordinal)}\n\n" },
        { false, $"data: {List.Replace("\"id\"", "\"error\":{},\"id\"", StringComparison.Ordinal)}\n\n" },
    };

    [Theory]
    [MemberData(nameof(JsonBodies))]
    public async Task No_reader_of_a_json_body_sees_the_hidden_tool(bool passes, int status, string? contentType, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Contains("hidden", CarelessReaders.NamesInJson(bytes));
        await AssertBody(passes, bytes, new JsonListHead(status, contentType, null, null));
    }

    [Fact]
    public async Task No_reader_of_another_charset_sees_the_hidden_tool()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            var bytes = (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(List)];
            await AssertBody(false, bytes, new JsonListHead(200, "application/json; charset=" + encoding.WebName, null, null));
            await AssertBody(false, bytes, new JsonListHead(200, "application/json", null, null));
        }
    }

    [Fact]
    public async Task No_reader_of_a_compressed_body_sees_the_hidden_tool()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(List));
        await AssertBody(false, packed.ToArray(), new JsonListHead(200, "application/json", "gzip", null));
        await AssertBody(false, packed.ToArray(), new JsonListHead(200, "application/json", null, null));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task No_reader_of_a_stream_sees_the_hidden_tool(bool passes, string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        Assert.Contains("hidden", await CarelessReaders.NamesInStreamAsync(bytes));
        foreach (var size in new[] { bytes.Length, 9, 1 })
        {
            var cuts = Enumerable.Range(1, (bytes.Length - 1) / size).Select(i => i * size).ToArray();
            foreach (var id in new[] { "7", null })
            {
                var sent = await Filters.StreamAsync(bytes, new ListFilter(Filters.Seeing("a")), id, cuts);
                var seen = await CarelessReaders.NamesInStreamAsync(sent);
                Assert.DoesNotContain("hidden", seen);
                Assert.Equal(passes, seen.Contains("a"));
            }
        }
    }

    [Theory]
    [InlineData("text/event-stream", "EventStream")]
    [InlineData("Text/Event-Stream; charset=utf-8", "EventStream")]
    [InlineData("text/event-stream;charset=UTF-8", "EventStream")]
    [InlineData("text/event-stream; charset=latin1", "Other")]
    [InlineData("text/event-stream; charset", "Other")]
    [InlineData("application/json", "Json")]
    [InlineData("text/html", "Other")]
    [InlineData(";", "Other")]
    [InlineData(null, "Other")]
    public void Media_types_are_read_without_regard_to_case(string? contentType, string expected)
        => Assert.Equal(expected, ResponseMediaType.FormatOf(contentType).ToString());

    private static async Task AssertBody(bool passes, byte[] body, JsonListHead head)
    {
        using var answer = await JsonListBody.ReadAsync(
            ScriptedStream.Of(body), head, new ListFilter(Filters.Seeing("a")), new CountingPool(), default);
        Assert.Equal(passes, answer.Result.Status == ListFilterStatus.Rewritten);
        Assert.Equal(passes ? ["a"] : [], CarelessReaders.NamesInJson(answer.Body));
    }
}
