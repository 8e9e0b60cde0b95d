using System.Text;
using Edge.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

public sealed class SseFilterStreamTests
{
    private const string Hidden = """{"result":{"tools":[{"name":"a"},{"name":"hidden"}]},"jsonrpc":"2.0","id":7}""";
    private const string Filtered = """{"result":{"tools":[{"name":"a"}]},"jsonrpc":"2.0","id":7}""";
    private const string Notice = """{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"x"}}""";
    private const string ErrorStart =
        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":\"The server's list could not be "
        + "read safely and was withheld: it ";
    private const string NotAMessage = ErrorStart + "is not one JSON-RPC message.\"}}\n\n";
    private const string TooLong = ErrorStart + "is too long.\"}}\n\n";

    /// <summary>What comes, and what the caller gets.</summary>
    public static TheoryData<string, string> Streams { get; } = new()
    {
        // As runpod-mcp sends it.
        { $"event: message\ndata: {Hidden}\n\n", $"event: message\ndata: {Filtered}\n\n" },
        { $"event: message\ndata: {Filtered}\n\n", $"event: message\ndata: {Filtered}\n\n" },
        { $"data:{Filtered}\nid:4\n\n", $"data:{Filtered}\nid:4\n\n" },
        { $"data:{Hidden}\nid:4\nretry:100\nevent:foo\n\n", $"event: foo\nid: 4\nretry: 100\ndata: {Filtered}\n\n" },
        // Line ends.
        { $"event: message\r\ndata: {Hidden}\r\n\r\n", $"event: message\ndata: {Filtered}\n\n" },
        { $"event: message\rdata: {Hidden}\r\r", $"event: message\ndata: {Filtered}\n\n" },
        { $"data: {Notice}\r\n\r\n: c\r\n\r\ndata: {Hidden}\n\r\n", $"data: {Notice}\n\n: c\n\ndata: {Filtered}\n\n" },
        { $"data: {Notice}\r\r\ndata: {Hidden}\r\r\n", $"data: {Notice}\n\ndata: {Filtered}\n\n" },
        // Several data lines.
        { "data: {\"result\":\ndata: {\"tools\":[\ndata:{\"name\":\"hidden\"},\ndata\ndata:  {\"name\":\"a\"}]}}\n\n",
        "data: {\"result\": {\"tools\":[ {\"name\":\"a\"}]}}\n\n" },
        { "data: {\"method\":\ndata:1}\n\n", "data: {\"method\": 1}\n\n" },
        { "data: {\"method\":\"a\ndata: b\"}\n\n", "data: {\"method\":\"a b\"}\n\n" },
        // Byte order marks.
        { $"\uFEFFdata: {Hidden}\n\n", $"data: {Filtered}\n\n" },
        { $"\uFEFF\uFEFFdata: {Hidden}\n\n", "\n" },
        { $"data: {Notice}\n\n\uFEFFdata: {Hidden}\n\n", $"data: {Notice}\n\n\n" },
        { $"data: \uFEFF{Hidden}\n\n", $"data: {Filtered}\n\n" },
        // Priming, keep-alives, fields alone.
        { $"id: 1\ndata: \n\ndata: {Hidden}\n\n", $"id: 1\ndata: \n\ndata: {Filtered}\n\n" },
        { "id: 1\ndata:\n\n", "id: 1\ndata:\n\n" },
        { "retry: 10\nid: 1\n\n", "retry: 10\nid: 1\n\n" },
        { "retry: 10\r\nid: 1\r\ndata\r\n\r\n", "id: 1\nretry: 10\ndata: \n\n" },
        { ": keepalive\n\n:\n\n\n", ": keepalive\n\n:\n\n\n" },
        { $"data: {{\"result\":{{\"tools\":[\n: in between\ndata: ]}}}}\n\n", ": in between\ndata: {\"result\":{\"tools\":[ ]}}\n\n" },
        // Comments and values that some parser would break in two.
        { $": \u2028data: {Hidden}\u2028\u2028\n\n", ":\n\n" },
        { $": \vdata: {Hidden}\v\v\n\n", ":\n\n" },
        { $"event: \u0085data: {Hidden}\ndata: {Notice}\n\n", $"data: {Notice}\n\n" },
        { $"id: a\0b\ndata: {Notice}\n\n", $"data: {Notice}\n\n" },
        { $"retry: soon\ndata: {Notice}\n\n", $"data: {Notice}\n\n" },
        { $"id: 1\nid: 2\ndata: {Notice}\n\n", $"id: 2\ndata: {Notice}\n\n" },
        { $" data: {Hidden}\nData: {Hidden}\nfoo: {Hidden}\ndata: {Notice}\n\n", $"data: {Notice}\n\n" },
        // Any type, any order, garbage first, two answers.
        { $"event: foo\ndata: {Hidden}\n\n", $"event: foo\ndata: {Filtered}\n\n" },
        { $"data: {Notice}\n\ndata: {Hidden}\n\ndata: {Hidden}\n\n", $"data: {Notice}\n\ndata: {Filtered}\n\ndata: {Filtered}\n\n" },
        { $"data: [{Hidden}]\n\ndata: [{Hidden}]\n\n", NotAMessage },
        { "data: {\"result\":{\"tools\":[]},\"result\":{}}\n\n", ErrorStart + "names a member of an object twice.\"}}\n\n" },
        { "data: {\"result\":{\"tools\":[]},\"error\":{}}\n\n", ErrorStart + "has both a result and an error.\"}}\n\n" },
        // What is no message answers nobody.
        { $"data: garbage\n\ndata: {Hidden}\n\ndata: [1]\n\n", $": garbage\n\ndata: {Filtered}\n\n: [1]\n\n" },
        { $"event: ping\ndata: ping\n\ndata: {Hidden}\n\n", $": ping\n\ndata: {Filtered}\n\n" },
        { "event: ping\nid: 5\nretry: 9\ndata: 1733000000\n\n", ": 1733000000\nid: 5\nretry: 9\n\n" },
        { "data: [DONE]\r\n\r\n", ": [DONE]\n\n" },
        { "data: a\ndata: b\n\n", ": \n\n" },
        { "data: \u00e9\n\n", ": \n\n" },
        { $"data: \u2028data: {Hidden.Replace("{", "(", StringComparison.Ordinal)}\n\n", ": \n\n" },
        { "data: null\n\ndata: \"ping\"\n\ndata: -1e3\n\n", ": null\n\n: \"ping\"\n\n: -1e3\n\n" },
        { "data: {ping}\n\ndata: { /* c */ }\n\n", ": {ping}\n\n: { /* c */ }\n\n" },
        // One answer: the server's where what looks like a list is no JSON, and Edge's where the response itself is withheld.
        { $"data: {{now \"tools\": [1]}}\n\ndata: {Hidden}\n\n", $"data: {Filtered}\n\n" },
        { $"data: {{\"result\":{{\"tools\":[1 now]}}}}\n\ndata: {Hidden}\n\n", $"data: {Filtered}\n\n" },
        { $"data: {Hidden}\n\ndata: {{now \"tools\": [1]}}\n\n", $"data: {Filtered}\n\n" },
        { $"data: {Hidden}\n\ndata: [{Hidden}]\n\n", $"data: {Filtered}\n\n" },
        { $"data: {{now \"tools\": [1]}}\n\ndata: {Notice}\n\n", $"data: {Notice}\n\n{ErrorStart}is not JSON, or nested too deeply.\"}}}}\n\n" },
        { $"data: [{Hidden}]\n\ndata: {Notice}\n\ndata: {Hidden}\n\n", $"{NotAMessage}data: {Notice}\n\n" },
        // No list in any reading.
        { "data: {\"id\":7,\"result\":{\"content\":[{\"text\":\"\\ud83d\"}]}}\n\n",
        "data: {\"id\":7,\"result\":{\"content\":[{\"text\":\"\\ud83d\"}]}}\n\n" },
        { "data: {\"id\":7,\"result\":{\"x\":1,\"x\":NaN}}\n\n", "data: {\"id\":7,\"result\":{\"x\":1,\"x\":NaN}}\n\n" },
        { "data: [{\"id\":7,\"result\":{}},\ndata: {\"id\":8,\"result\":{}}]\n\n",
        "data: [{\"id\":7,\"result\":{}}, {\"id\":8,\"result\":{}}]\n\n" },
        // What does not end.
        { $"data: {Notice}\n\ndata: {Hidden}\n", $"data: {Notice}\n\n" },
        { $"data: {Hidden}", "" },
        { ": half a comment", "" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_is_filtered_alike_however_it_is_cut(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        Assert.Equal(expected, await Filters.StreamAsync(stream));
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(expected, await Filters.StreamAsync(stream, "7", cut));
        Assert.Equal(expected, await Filters.StreamAsync(stream, "7", [.. Enumerable.Range(1, Math.Max(0, bytes.Length - 1))]));
        Assert.Equal(expected, await Filters.StreamAsync(stream, "7", [.. Enumerable.Range(1, bytes.Length / 9).Select(i => i * 9)]));
        Assert.DoesNotContain("hidden", await CarelessReaders.NamesInStreamAsync(Encoding.UTF8.GetBytes(expected)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Half_a_byte_order_mark_belongs_to_the_first_line(int length)
    {
        byte[] stream = [.. "\uFEFF"u8[..length], .. Encoding.UTF8.GetBytes($"data: {Hidden}\n\ndata: {Notice}\n\n")];
        foreach (var cuts in new int[][] { [], [1], [.. Enumerable.Range(1, stream.Length - 1)] })
            Assert.Equal($"\ndata: {Notice}\n\n",
                Encoding.UTF8.GetString(await Filters.StreamAsync(stream, new ListFilter(Filters.Seeing("a")), null, cuts)));
    }

    [Fact]
    public async Task An_unreadable_event_is_dropped_on_a_get_stream()
        => Assert.Equal($": x\n\ndata: {Notice}\n\n",
        await Filters.StreamAsync($"data: x\n\nid: 4\ndata: [{Hidden}]\n\ndata: {Notice}\n\n", requestId: null));

    [Fact]
    public async Task The_error_has_the_raw_id_of_the_request()
        => Assert.Contains("\"id\":\"q\\u0041\",", await Filters.StreamAsync($"data: [{Hidden}]\n\n", "\"q\\u0041\""),
        StringComparison.Ordinal);

    [Fact]
    public async Task What_is_complete_is_delivered_by_the_read_that_brought_it()
    {
        var upstream = new ScriptedStream();
        await using var stream = new SseFilterStream(upstream, new ListFilter(Filters.Seeing("a")), default, new CountingPool());
        await AssertDelivered(": keep\n", ": keep\n");
        await AssertDelivered("\n", "\n");
        await AssertDelivered(": keep\r", ": keep\n");
        await AssertDelivered($"\n\r\ndata: {Hidden}\r\n\r", $"\ndata: {Filtered}\n\n");
        await AssertDelivered($"\ndata: {Hidden}\n\ndata: {Hidden}", $"data: {Filtered}\n\n");
        await AssertDelivered("\n: c\n", ": c\n");
        await AssertDelivered("\n", $"data: {Filtered}\n\n");

        async Task AssertDelivered(string piece, string expected)
        {
            upstream.Send(Encoding.UTF8.GetBytes(piece));
            var buffer = new byte[65536];
            var read = stream.ReadAsync(buffer);
            Assert.True(read.IsCompletedSuccessfully);
            Assert.Equal(expected, Encoding.UTF8.GetString(buffer, 0, await read));
        }
    }

    [Fact]
    public async Task A_reader_with_little_room_gets_all_of_it()
    {
        await using var stream = new SseFilterStream(
            ScriptedStream.Of(Encoding.UTF8.GetBytes($"data: {Hidden}\n\n: c\n\n")), new ListFilter(Filters.Seeing("a")), default,
                new CountingPool());
        var got = new StringBuilder();
        var buffer = new byte[3];
        while (await stream.ReadAsync(buffer) is var read and > 0)
            got.Append(Encoding.UTF8.GetString(buffer, 0, read));
        Assert.Equal($"data: {Filtered}\n\n: c\n\n", got.ToString());
    }

    [Fact]
    public async Task An_empty_read_waits_for_the_server_and_ends_nothing()
    {
        var upstream = new ScriptedStream();
        await using var stream = new SseFilterStream(upstream, new ListFilter(Filters.Seeing("a")), default, new CountingPool());
        var waiting = stream.ReadAsync(Memory<byte>.Empty);
        Assert.False(waiting.IsCompleted);
        upstream.Send(Encoding.UTF8.GetBytes($"data: {Hidden}\n\n"));
        Assert.Equal(0, await waiting);
        var buffer = new byte[10];
        Assert.Equal(10, await stream.ReadAsync(buffer));
        var reads = upstream.Reads;
        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty));
        Assert.Equal(reads, upstream.Reads);
        Assert.Equal(10, await stream.ReadAsync(buffer));
    }

    [Fact]
    public async Task Nothing_held_back_is_left_in_the_callers_buffer()
    {
        var buffer = new byte[4096];
        await using var stream = new SseFilterStream(
            ScriptedStream.Of(Encoding.UTF8.GetBytes($": c\ndata: {Hidden}")), new ListFilter(Filters.Seeing("a")), default,
                new CountingPool());
        Assert.Equal(4, await stream.ReadAsync(buffer));
        Assert.DoesNotContain("hidden", Encoding.UTF8.GetString(buffer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("data: ", "\n")]
    [InlineData("data: x\ndata: ", "\r\n")]
    [InlineData("data: {\"result\":{\"tools\":[]},\"x\":\"", "\"}\n")]
    public async Task An_event_over_the_bound_is_withheld_in_bounded_memory(string before, string after)
    {
        const int Bound = 10_000;
        var pool = new CountingPool();
        var upstream = new ScriptedStream();
        upstream.Send(Encoding.UTF8.GetBytes($"data: {Notice}\n\n{before}"));
        for (var i = 0; i < 100; i++)
            upstream.Send(Encoding.UTF8.GetBytes(new string('x', 1000)));
        upstream.Send(Encoding.UTF8.GetBytes($"{after}: c\n\ndata: {Notice}\n\ndata: {Hidden}\n\n"));
        upstream.End();
        var filter = new ListFilter(Filters.Seeing("a") with { MaxMessageBytes = Bound });
        await using var stream = new SseFilterStream(upstream, filter, "7"u8.ToArray(), pool);
        using var output = new MemoryStream();
        await stream.CopyToAsync(output, 2048);
        var comment = before.Length == 0 ? "" : ": c\n";
        Assert.Equal($"data: {Notice}\n\n{comment}{TooLong}data: {Notice}\n\n", Encoding.UTF8.GetString(output.ToArray()));
        Assert.InRange(pool.MostBytes, Bound / 2, Bound * 4);
        Assert.Equal(WithheldReason.TooLong, filter.Totals.LastReason);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task The_bound_is_sixteen_mebibytes_by_default(int more, bool passes)
    {
        var data = new byte[(16 * 1024 * 1024) + more];
        data.AsSpan().Fill((byte)'x');
        "data: {\"k\":\""u8.CopyTo(data);
        "\"}"u8.CopyTo(data.AsSpan(data.Length - 2));
        byte[] stream = [.. data, (byte)'\n', (byte)'\n'];
        var got = await Filters.StreamAsync(stream, new ListFilter(Filters.Seeing()), null);
        // Line feeds are not counted against the event.
        Assert.Equal(passes ? stream.Length : 0, got.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_memory_comes_back_once_at_the_end_and_when_left_in_the_middle(bool dispose)
    {
        var pool = new CountingPool();
        var upstream = ScriptedStream.Of(Encoding.UTF8.GetBytes($"data: {Hidden}\n\n: c\ndata: {Hidden}\ndata: x"));
        var stream = new SseFilterStream(upstream, new ListFilter(Filters.Seeing("a")), default, pool);
        Assert.Equal(5, await stream.ReadAsync(new byte[5]));
        Assert.NotEqual(0, pool.Outstanding);
        if (dispose)
            stream.Dispose();
        else
            await stream.DisposeAsync();
        Assert.Equal(0, pool.Outstanding);
        stream.Dispose();
        Assert.InRange(upstream.Disposals, 1, 2);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(new byte[5]).AsTask());
    }

    [Fact]
    public async Task An_idle_stream_holds_no_memory()
    {
        var pool = new CountingPool();
        var upstream = new ScriptedStream();
        await using var stream = new SseFilterStream(upstream, new ListFilter(Filters.Seeing("a")), default, pool);
        upstream.Send(Encoding.UTF8.GetBytes($": c\n\ndata: {Hidden}\n\n"));
        _ = await stream.ReadAsync(new byte[1000]);
        using var leave = new CancellationTokenSource();
        var waiting = stream.ReadAsync(new byte[1000], leave.Token);
        Assert.Equal(0, pool.Outstanding);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    [Fact]
    public async Task Disposing_while_a_read_waits_gives_memory_back_and_the_read_touches_it_no_more()
    {
        var pool = new CountingPool();
        var upstream = new ScriptedStream();
        var stream = new SseFilterStream(upstream, new ListFilter(Filters.Seeing("a")), default, pool);
        upstream.Send("data: {"u8.ToArray());
        var waiting = stream.ReadAsync(new byte[1000]);
        Assert.Equal(1, pool.Outstanding);
        await stream.DisposeAsync();
        Assert.Equal(0, pool.Outstanding);
        upstream.Send("}\n\n"u8.ToArray());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await waiting);
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public async Task The_servers_failure_comes_through_after_what_was_complete()
    {
        var failure = new IOException("cut");
        var upstream = new ScriptedStream();
        upstream.Send(Encoding.UTF8.GetBytes($"data: {Hidden}\n\ndata: {Hidden}\n"));
        upstream.End(failure);
        await using var stream = new SseFilterStream(upstream, new ListFilter(Filters.Seeing("a")), default, new CountingPool());
        var buffer = new byte[1000];
        var read = await stream.ReadAsync(buffer);
        Assert.Equal($"data: {Filtered}\n\n", Encoding.UTF8.GetString(buffer, 0, read));
        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(buffer).AsTask()));
    }

    /// <summary>
    /// Events of answers to something else than a list request, of which 16 bytes are held: what comes, and what the caller gets.
    /// </summary>
    public static TheoryData<string, string> LongEvents { get; } = new()
    {
        { "event: m\nid: 1\ndata: {\"result\":{\"content\":[1,2,3]}}\n\n",
        "event: m\nid: 1\ndata: {\"result\":{\"content\":[1,2,3]}}\n\n" },
        { "data: {\"result\":{\"content\":[1,2,3]}}\r\nid: 9\r\n\r\n: c\r\n", "data: {\"result\":{\"content\":[1,2,3]}}\n\n\n: c\n" },
        { "data: {\"result\":\ndata: {\"content\":[1,\ndata:2,3]}}\n\n", "data: {\"result\":  {\"content\":[1, 2,3]}}\n\n" },
        { $"data: {{\"result\":{{\"c\":1,\"tools\":[{{\"name\":\"hidden\"}}]}}}}\n\ndata: {Notice}\n\n", "data: {\"result\":{" },
    };

    [Theory]
    [MemberData(nameof(LongEvents))]
    public async Task A_long_event_without_a_list_goes_on_as_it_comes_and_one_with_a_late_list_ends(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        foreach (var size in new[] { 1, 2, 3, 17, 40 })
        {
            var cuts = Enumerable.Range(1, Math.Max(0, (bytes.Length - 1) / size)).Select(i => i * size).ToArray();
            var filter = new ListFilter(Filters.Seeing("a") with { IsListExpected = false, MaxHeldBytes = 16 });
            var sent = Encoding.UTF8.GetString(await Filters.StreamAsync(bytes, filter, "7", cuts));
            Assert.DoesNotContain("hidden", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", await CarelessReaders.NamesInStreamAsync(Encoding.UTF8.GetBytes(sent)));
            if (!expected.EndsWith('\n') && filter.Totals.LastReason == WithheldReason.ListTooLate)
            {
                Assert.StartsWith(expected, sent, StringComparison.Ordinal);
                Assert.EndsWith($"it has a list behind more than is held back.\"}}}}\n\ndata: {Notice}\n\n", sent,
                    StringComparison.Ordinal);
            }
            else if (expected.EndsWith('\n') && size < 17)
            {
                Assert.Equal(expected, sent);
            }
        }
    }
}
