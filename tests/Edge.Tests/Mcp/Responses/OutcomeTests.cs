using System.Text;
using Edge.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"content":[]}}""", "Result")]
    [InlineData("""{"result":{"content":[{"type":"text","text":"{\"isError\":true}"}],"isError":true},"id":1}""", "ToolError")]
    [InlineData("""{"result":{"isError" : true , "content":[]}}""", "ToolError")]
    [InlineData("""{"result":{"isError":false}}""", "Result")]
    [InlineData("""{"result":{"isError":"true"}}""", "Result")]
    [InlineData("""{"result":{"isError":[true]}}""", "Result")]
    [InlineData("""{"result":{"isError":null,"x":true}}""", "Result")]
    [InlineData("""{"result":{"content":[{"isError":true}],"structuredContent":{"isError":true,"error":{"code":1}}}}""", "Result")]
    [InlineData("""{"result":{"a":{"b":[1]},"isError":true}}""", "ToolError")]
    [InlineData("""{"result":["isError",true],"isError":true}""", "Result")]
    [InlineData("""{"result":[[1],"isError",true]}""", "Result")]
    [InlineData("""{"result":{"text":"a\"b\\","isError":true}}""", "ToolError")]
    [InlineData("""{"isError":true,"result":{}}""", "Result")]
    [InlineData("""{"id":1,"error":{"code":-32601,"message":"m"}}""", "RpcError -32601")]
    [InlineData("""{"error":{"message":"m","data":{"code":5},"code" : 42 },"id":1}""", "RpcError 42")]
    [InlineData("""{"error":{"code":9223372036854775807}}""", "RpcError 9223372036854775807")]
    [InlineData("""{"error":{"code":-9223372036854775808}}""", "RpcError -9223372036854775808")]
    [InlineData("""{"error":{"code":9223372036854775808}}""", "RpcError ")]
    [InlineData("""{"error":{"code":99999999999999999999999}}""", "RpcError ")]
    [InlineData("""{"error":{"code":1.5}}""", "RpcError ")]
    [InlineData("""{"error":{"code":"7"}}""", "RpcError ")]
    [InlineData("""{"error":{"message":"code"}}""", "RpcError ")]
    [InlineData("""{"error":"invalid token"}""", "RpcError ")]
    [InlineData("""{"method":"x","params":{"result":{"isError":true}}}""", "Unknown")]
    [InlineData("""[{"result":{"isError":true}}]""", "Unknown")]
    [InlineData("\"result\"", "Unknown")]
    [InlineData("{\"\\nresult\":{}}", "Unknown")]
    [InlineData("{\"error\":{\"code\":1,\"code\\n\":2}}", "RpcError 1")]
    [InlineData("<html>{\"</html>", "Unknown")]
    [InlineData("]]]}}}{\"result\":{\"isError\":true}}", "ToolError")]
    [InlineData("", "Unknown")]
    public void A_json_answer_is_recognised_however_it_is_cut(string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(expected, Describe(ResponseFormat.Json, bytes, bytes.Length + 1));
        for (var size = 1; size < bytes.Length; size++)
            Assert.Equal(expected, Describe(ResponseFormat.Json, bytes, size));
        Assert.Equal("Unknown", Describe(ResponseFormat.Other, bytes, 3));
        var line = bytes.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') < 0;
        Assert.True(line);
        foreach (var end in new[] { "\n", "\r", "\r\n" })
        {
            var stream = Encoding.UTF8.GetBytes($"id: 1{end}data:{end}{end}data: {body}{end}{end}");
            for (var size = 1; size < stream.Length; size++)
                Assert.Equal(expected, Describe(ResponseFormat.EventStream, stream, size));
        }
    }

    [Theory]
    [InlineData("data: {\"result\":{\ndata: \"isError\":\ndata:true}}\n\n", "ToolError")]
    [InlineData(": c\n\nevent: message\ndata: {\"method\":\"m\"}\n\ndata: {\"error\":{\"code\":1}}\n\ndata: {\"result\":{}}\n\n",
        "RpcError 1")]
    [InlineData("\uFEFFdata: {\"result\":{}}\n\n", "Result")]
    [InlineData("data: {\"result\":{}}\n", "Unknown")]
    [InlineData("data: {\"result\":{}}", "Unknown")]
    [InlineData("dato: {\"result\":{}}\n\n", "Unknown")]
    [InlineData(" data: {\"result\":{}}\n\n", "Unknown")]
    [InlineData(":data: {\"result\":{}}\n\n", "Unknown")]
    [InlineData("data: {\"result\":{\"isError\":tr\n\ndata: {\"result\":{}}\n\n", "ToolError")]
    [InlineData("data: {\"error\n\ndata: {\"result\":{}}\n\n", "Result")]
    public void The_first_response_of_a_stream_is_its_outcome(string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var size = 1; size <= bytes.Length; size++)
            Assert.Equal(expected, Describe(ResponseFormat.EventStream, bytes, size));
    }

    [Fact]
    public void Watching_allocates_nothing_but_the_scanner()
    {
        var body = Encoding.UTF8.GetBytes("{\"result\":{\"content\":[{\"text\":\"" + new string('x', 100_000) + "\"}],\"isError\":true}}");
        Describe(ResponseFormat.Json, body, 1000);
        var scanner = new OutcomeScanner(ResponseFormat.Json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var start = 0; start < body.Length; start += 1000)
            scanner.Write(body.AsSpan(start, Math.Min(1000, body.Length - start)));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(new ResponseOutcome(OutcomeKind.ToolError, null, body.Length, true), scanner.End(completed: true));
    }

    [Fact]
    public async Task Bytes_pass_as_they_come_and_the_outcome_is_told_once_at_the_end()
    {
        var told = new Told();
        var upstream = new ScriptedStream();
        var stream = new OutcomeObservingStream(upstream, ResponseFormat.Json, told);
        var buffer = new byte[100];

        var waiting = stream.ReadAsync(Memory<byte>.Empty);
        Assert.False(waiting.IsCompleted);
        upstream.Send("{\"resu"u8.ToArray());
        Assert.Equal(0, await waiting);
        Assert.Equal(6, await stream.ReadAsync(buffer));
        Assert.Equal("{\"resu"u8, buffer.AsSpan(0, 6));
        upstream.Send("lt\":{}}"u8.ToArray());
        Assert.Equal(7, await stream.ReadAsync(buffer));
        Assert.Empty(told.Outcomes);
        upstream.End();
        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty));
        Assert.Empty(told.Outcomes);
        Assert.Equal(0, await stream.ReadAsync(buffer));
        var expected = new ResponseOutcome(OutcomeKind.Result, null, 13, Completed: true);
        Assert.Equal([expected], told.Outcomes);

        Assert.Equal(0, await stream.ReadAsync(buffer));
        await stream.DisposeAsync();
        stream.Dispose();
        Assert.Equal([expected], told.Outcomes);
        Assert.NotEqual(0, upstream.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_left_in_the_middle_was_not_completed(bool asynchronously)
    {
        var told = new Told();
        var stream = new OutcomeObservingStream(ScriptedStream.Of("{\"error\":{\"code\":-1}}"u8.ToArray()), ResponseFormat.Json, told);
        Assert.Equal(21, await stream.ReadAsync(new byte[100]));
        if (asynchronously)
            await stream.DisposeAsync();
        else
            stream.Dispose();
        Assert.Equal([new ResponseOutcome(OutcomeKind.RpcError, -1, 21, Completed: false)], told.Outcomes);
    }

    [Fact]
    public async Task The_servers_failure_comes_through_and_is_no_completion()
    {
        var told = new Told();
        var failure = new IOException("cut");
        var upstream = new ScriptedStream();
        upstream.End(failure);
        await using var stream = new OutcomeObservingStream(upstream, ResponseFormat.Json, told);
        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[9]).AsTask()));
        Assert.Equal([new ResponseOutcome(OutcomeKind.Unknown, null, 0, Completed: false)], told.Outcomes);
    }

    [Theory]
    [InlineData("{\"result\":{}}", false, 13, 13)]
    [InlineData("{\"result\":{}}", false, null, 14)]
    [InlineData("no json at all", false, 14, 14)]
    [InlineData("{\"result\":{}}", false, 99, 14)]
    [InlineData(": c\n\ndata: {\"method\":\"m\"}\n\ndata: {\"result\":{}}\n\n: more\n\n", true, null, 48)]
    public async Task The_server_is_done_before_the_last_byte_of_its_answer_is_handed_on(string body, bool events, int? length, int told)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var seen = new Told();
        await using var stream = new OutcomeObservingStream(
            ScriptedStream.Of(bytes, [.. Enumerable.Range(1, bytes.Length - 1)]), events ? ResponseFormat.EventStream
                : ResponseFormat.Json, seen, length);

        // A byte a read; the read after the last one finds the end.
        for (var read = 1; read <= bytes.Length + 2; read++)
        {
            Assert.Equal(read <= bytes.Length ? 1 : 0, await stream.ReadAsync(new byte[9]));
            Assert.Equal(read >= told ? 1 : 0, seen.Answers);
        }
    }

    [Theory]
    [InlineData("broken", 1)]
    [InlineData("silent", 0)]
    [InlineData("left", 0)]
    public async Task A_server_that_breaks_off_is_done_and_one_that_is_silent_may_be_at_work(string end, int told)
    {
        var seen = new Told();
        using var left = new CancellationTokenSource();
        var upstream = new ScriptedStream();
        upstream.Send("{\"result\":{}}"u8.ToArray());
        upstream.End(end == "silent" ? new TimeoutException("silent") : new IOException("cut"));
        await using var stream = new OutcomeObservingStream(upstream, ResponseFormat.Json, seen);
        Assert.Equal(13, await stream.ReadAsync(new byte[99]));
        if (end == "left")
            await left.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => stream.ReadAsync(new byte[9], left.Token).AsTask());
        Assert.Equal(told, seen.Answers);
    }

    [Fact]
    public async Task The_caller_leaving_is_no_completion()
    {
        var told = new Told();
        using var leave = new CancellationTokenSource();
        await using var stream = new OutcomeObservingStream(new ScriptedStream(), ResponseFormat.EventStream, told);
        var waiting = stream.ReadAsync(new byte[9], leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.False(Assert.Single(told.Outcomes).Completed);
    }

    private static string Describe(ResponseFormat format, byte[] bytes, int pieceSize)
    {
        var scanner = new OutcomeScanner(format);
        for (var start = 0; start < bytes.Length; start += pieceSize)
            scanner.Write(bytes.AsSpan(start, Math.Min(pieceSize, bytes.Length - start)));
        var outcome = scanner.End(completed: true);
        Assert.Equal(bytes.Length, outcome.Bytes);
        return outcome.Kind == OutcomeKind.RpcError ? $"RpcError {outcome.ErrorCode}" : outcome.Kind.ToString();
    }

    private sealed class Told : IResponseObserver
    {
        public List<ResponseOutcome> Outcomes { get; } = [];

        public int Answers { get; private set; }

        public void Answered() => Answers++;

        public void Ended(ResponseOutcome outcome) => Outcomes.Add(outcome);
    }
}
