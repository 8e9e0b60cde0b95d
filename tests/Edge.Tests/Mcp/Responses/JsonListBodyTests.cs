using System.Text;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

public sealed class JsonListBodyTests
{
    private const string Hidden = """{"result":{"tools":[{"name":"a"},{"name":"hidden"}]},"jsonrpc":"2.0","id":7}""";
    private const string Filtered = """{"result":{"tools":[{"name":"a"}]},"jsonrpc":"2.0","id":7}""";

    private readonly CountingPool _pool = new();

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON")]
    [InlineData("application/json ; charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"; v=1")]
    public async Task Json_in_utf8_is_filtered(string contentType)
        => Assert.Equal(Filtered, await ReadAsync(Encoding.UTF8.GetBytes(Hidden), contentType: contentType));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/json")]
    [InlineData("text/plain")]
    [InlineData("application/x+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=utf-8; charset=utf-8")]
    [InlineData("application/json; charset")]
    [InlineData("application/json, application/json")]
    [InlineData("text/event-stream")]
    public async Task Any_other_media_type_is_withheld_without_reading_on(string? contentType)
    {
        Assert.Equal("(MediaType)", await ReadAsync(Encoding.UTF8.GetBytes(Hidden), contentType: contentType));
        Assert.Equal("", await ReadAsync([], contentType: contentType));
    }

    [Theory]
    [InlineData("gzip", "(ContentEncoding)")]
    [InlineData("br", "(ContentEncoding)")]
    [InlineData("identity, gzip", "(ContentEncoding)")]
    [InlineData("Identity", Filtered)]
    [InlineData("", Filtered)]
    public async Task An_encoded_body_is_withheld(string contentEncoding, string expected)
        => Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(Hidden), contentEncoding: contentEncoding));

    [Theory]
    [InlineData(200, Filtered)]
    [InlineData(201, Filtered)]
    [InlineData(202, Filtered)]
    [InlineData(203, Filtered)]
    [InlineData(206, Filtered)]
    [InlineData(299, Filtered)]
    [InlineData(400, "(ResultNotAllowed)")]
    [InlineData(404, "(ResultNotAllowed)")]
    [InlineData(500, "(ResultNotAllowed)")]
    public async Task Every_successful_status_is_filtered_and_under_another_no_result_passes(int status, string expected)
        => Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(Hidden), status: status));

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"m"}}""")]
    [InlineData("""{"error":"invalid token"}""")]
    public async Task An_error_passes_under_an_error_status(string body)
        => Assert.Equal(body, await ReadAsync(Encoding.UTF8.GetBytes(body), status: 401));

    [Fact]
    public async Task A_body_is_filtered_alike_however_it_is_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(Hidden);
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(Filtered, await ReadAsync(bytes, cuts: [cut]));
        Assert.Equal(Filtered, await ReadAsync(bytes, cuts: [.. Enumerable.Range(1, bytes.Length - 1)]));
    }

    [Theory]
    [InlineData(0, Filtered)]
    [InlineData(1, "(TooLong)")]
    [InlineData(1_000_000, "(TooLong)")]
    public async Task A_body_over_the_bound_is_withheld_in_bounded_memory(int more, string expected)
    {
        var bound = Hidden.Length + 10_000;
        var bytes = Encoding.UTF8.GetBytes(new string(' ', 10_000 + more) + Hidden);
        Assert.Equal(expected, (await ReadAsync(bytes, max: bound)).Trim());
        Assert.InRange(_pool.MostBytes, 0, 200_000);
    }

    [Theory]
    [InlineData(520_000)]
    [InlineData(600_000)]
    [InlineData(2_000_000)]
    public async Task A_long_list_is_put_together_from_what_came_in_pieces(int length)
    {
        var bytes = Encoding.UTF8.GetBytes(Hidden.PadLeft(length));
        Assert.Equal(Filtered,
            (await ReadAsync(bytes, max: length, cuts: [.. Enumerable.Range(1, (length - 1) / 7001).Select(i => i * 7001)])).Trim());
    }

    [Fact]
    public async Task A_list_without_end_leaves_nothing_behind_that_is_larger_than_what_serves_again()
    {
        Assert.Equal("(TooLong)", await ReadAsync(new byte[9_000_000], max: 8_000_000));
        Assert.InRange(_pool.Largest, 64 * 1024, 1024 * 1024);
        Assert.InRange(_pool.MostBytes, 8_000_000, 9_000_000);
    }

    [Fact]
    public async Task A_body_announced_over_the_bound_is_not_read()
    {
        var upstream = ScriptedStream.Of([1]);
        using var answer = await JsonListBody.ReadAsync(
            upstream, new JsonListHead(200, "application/json", null, 16_777_217), new ListFilter(Filters.Seeing()), _pool, default);
        Assert.Equal(WithheldReason.TooLong, answer.Result.Reason);
        Assert.Equal(0, upstream.Reads);
    }

    [Fact]
    public async Task The_servers_failure_comes_through_and_memory_comes_back()
    {
        var failure = new IOException("cut");
        var upstream = new ScriptedStream();
        upstream.Send("{"u8.ToArray());
        upstream.End(failure);
        var head = new JsonListHead(200, "application/json", null, null);
        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(
            async () => await JsonListBody.ReadAsync(upstream, head, new ListFilter(Filters.Seeing()), _pool, default)));
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task The_caller_leaving_ends_the_reading_and_memory_comes_back()
    {
        using var leave = new CancellationTokenSource();
        var head = new JsonListHead(200, "application/json", null, null);
        var reading = JsonListBody.ReadAsync(new ScriptedStream(), head, new ListFilter(Filters.Seeing()), _pool, leave.Token);
        Assert.Equal(1, _pool.Outstanding);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        Assert.Equal(0, _pool.Outstanding);
    }

    [Theory]
    [InlineData(64 * 1024, "(NoRoom)")]
    [InlineData(1024 * 1024, Filtered)]
    public async Task A_list_for_which_there_is_no_room_is_withheld_and_nothing_stays_held(int budgetBytes, string expected)
    {
        var budget = new BufferBudget(budgetBytes);
        var list = Encoding.UTF8.GetBytes(Hidden.PadLeft(20_000));
        var pool = new BudgetedArrays(budget, default, _pool);
        using (var answer = await JsonListBody.ReadAsync(
            ScriptedStream.Of(list), new JsonListHead(200, "application/json", null, null), new ListFilter(Filters.Seeing("a")), pool,
                default))
        {
            Assert.Equal(expected, answer.Result.Status == ListFilterStatus.Withheld ? $"({answer.Result.Reason})"
                : Encoding.UTF8.GetString(answer.Body.Span).TrimStart());
            Assert.Equal(answer.Body.IsEmpty, budget.Held == 0);
        }

        Assert.Equal(0, budget.Held);
        Assert.Equal(0, _pool.Outstanding);
    }

    private async Task<string> ReadAsync(
        byte[] bytes, string? contentType = "application/json", string? contentEncoding = null, int status = 200, int max = 100_000,
            int[]? cuts = null)
    {
        var filter = new ListFilter(Filters.Seeing("a") with { MaxMessageBytes = max });
        string text;
        using (var answer = await JsonListBody.ReadAsync(
            ScriptedStream.Of(bytes, cuts ?? []), new JsonListHead(status, contentType, contentEncoding, null), filter, _pool, default))
        {
            text = answer.Result.Status == ListFilterStatus.Withheld ? $"({answer.Result.Reason})"
                : Encoding.UTF8.GetString(answer.Body.Span);
            Assert.True(answer.Result.Status != ListFilterStatus.Withheld || answer.Body.IsEmpty);
        }

        Assert.Equal(0, _pool.Outstanding);
        return text;
    }
}
