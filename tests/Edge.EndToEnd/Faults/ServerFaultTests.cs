using System.Net;
using System.Text;

namespace Edge.EndToEnd.Faults;

/// <summary>
/// Servers that die, dawdle, and talk nonsense: the caller is answered, nothing is sent or counted twice, and Edge goes on.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class ServerFaultTests(ServerFaultTests.World world) : IClassFixture<ServerFaultTests.World>, IDisposable
{
    private const string Closed = "The server closed the connection without an answer.";
    private const string Unreadable = "The server's answer could not be read.";

    private readonly LoadCaller _caller = new(world.Edge.Url);
    private readonly int _number = FaultyWorld.Next();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task Killed_before_its_answer()
    {
        var answering = _caller.CallAsync("never", _number);
        await world.Server.HoldingAsync();
        await world.Server.KillAsync();
        var answer = await answering;
        await world.Server.RestartAsync();
        Assert.Equal((HttpStatusCode.BadGateway, (_number, -32603, Closed)), (answer.Status, answer.Fault!.Value));
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task Killed_during_its_answer()
    {
        using var response = await _caller.SendAsync(LoadCaller.Call("half", _number));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await world.Server.HoldingAsync();
        await world.Server.KillAsync();
        // Half an answer must not look like a whole one.
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
        await world.Server.RestartAsync();
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task Killed_after_its_answer()
    {
        await _caller.AllowedAsync("echo", _number);
        await world.Server.KillAsync();
        var lost = FaultyWorld.Next();
        var answer = await _caller.CallAsync("echo", lost);
        Assert.Equal((HttpStatusCode.BadGateway, lost), (answer.Status, answer.Fault!.Value.Id));
        await world.Server.RestartAsync();
        Assert.DoesNotContain(lost, world.Server.Seen());
        // The second call counts if its bytes had begun to leave when the connection was found dead.
        Assert.InRange(await _caller.RemainingAsync(FaultyWorld.Next()), 997, 998);
    }

    [Fact]
    public async Task Killed_under_load()
    {
        var answers = Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var number = FaultyWorld.Next();
            return (Number: number, Answer: await _caller.CallAsync("wait", number, $"\"ms\":{i * 5},"));
        }));
        await Testing.Deadline.Until(() => world.Server.Seen("wait").Count >= 50, "some calls to arrive");
        await world.Server.KillAsync();
        var all = await answers;
        await world.Server.RestartAsync();
        Assert.All(all,
            a => Assert.True(a.Answer.Fault is { } fault ? fault.Id == a.Number && a.Answer.Status == HttpStatusCode.BadGateway
                : a.Answer.ToolText == $"{a.Number}", a.Answer.Text));
        Assert.Contains(all, a => a.Answer.Fault is not null);
        // Whoever has an answer reached the server, and once.
        Assert.Superset(all.Where(a => a.Answer.Fault is null).Select(a => a.Number).ToHashSet(), world.Server.Seen().ToHashSet());
        await _caller.AllowedAsync("echo", FaultyWorld.Next());
    }

    [Fact]
    public async Task Answers_slowly_but_is_never_silent_for_too_long()
    {
        await _caller.AllowedAsync("drip", _number, "\"ms\":30,");
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task Never_answers()
    {
        var answer = await _caller.CallAsync("never", _number);
        Assert.Equal((HttpStatusCode.GatewayTimeout, (_number, -32603, "The server did not answer in time.")),
            (answer.Status, answer.Fault!.Value));
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task Begins_a_stream_and_falls_silent()
    {
        var answer = await _caller.CallAsync("silent", _number);
        Assert.Equal((HttpStatusCode.OK, (_number, -32603, "The server did not go on in time.")), (answer.Status, answer.Fault!.Value));
        await GoesOnAsync(counted: 1);
    }

    [Theory]
    [InlineData("nothing", Closed)]
    [InlineData("noise", Unreadable)]
    [InlineData("no-end-of-head", Closed)]
    [InlineData("other-protocol", Unreadable)]
    [InlineData("no-status", Unreadable)]
    [InlineData("endless-head", Unreadable)]
    public async Task Answers_with_what_is_no_answer(string kind, string message)
    {
        var answer = await _caller.CallAsync("garbage", _number, $"\"kind\":\"{kind}\",");
        Assert.Equal((HttpStatusCode.BadGateway, (_number, -32603, message)), (answer.Status, answer.Fault!.Value));
        await GoesOnAsync(counted: 1);
    }

    [Theory]
    [InlineData("short-body")]
    [InlineData("bad-chunk")]
    [InlineData("half-chunk")]
    public async Task Begins_an_answer_that_has_no_end(string kind)
    {
        LoadAnswer? answer = null;
        var broken = await Record.ExceptionAsync(async () => answer = await _caller.CallAsync("garbage", _number, $"\"kind\":\"{kind}\","));
        // What breaks before anything of it was passed on can still be answered; anything else must not look whole.
        if (answer is null)
            Assert.IsType<HttpRequestException>(broken);
        else
            Assert.Equal((HttpStatusCode.BadGateway, (_number, -32603, "The server's answer broke off.")),
                (answer.Status, answer.Fault!.Value));
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task An_answer_that_is_no_json_is_the_servers_own_affair()
    {
        var answer = await _caller.CallAsync("not-json", _number);
        Assert.Equal((HttpStatusCode.OK, """{"jsonrpc":"2.0","id":1,"result":"""), (answer.Status, answer.Text));
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task Answers_with_40_MiB()
    {
        var before = ProcessFigures.Of(world.Edge.ProcessId).ResidentBytes;
        using var response = await _caller.SendAsync(LoadCaller.Call("big", _number, $"\"bytes\":{40 << 20},"));
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (total, buffer) = (0L, new byte[64 * 1024]);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0; total += read)
            Assert.True(total is 0 || buffer.AsSpan(0, read - 1).IndexOfAnyExcept((byte)'x') is < 0 or > 0,
                "an answer that is not the server's");
        Assert.InRange(total, 40 << 20, (40 << 20) + 200);
        AssertGrownAtMost(before, 32);
        await GoesOnAsync(counted: 1);
    }

    [Fact]
    public async Task Answers_without_end()
    {
        var before = ProcessFigures.Of(world.Edge.ProcessId).ResidentBytes;
        using (var response = await _caller.SendAsync(LoadCaller.Call("endless", _number)))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[64 << 20]);
        }

        AssertGrownAtMost(before, 32);
        await GoesOnAsync(counted: 1);
    }

    [Theory]
    [InlineData("not-json")]
    [InlineData("noise")]
    [InlineData("big")]
    [InlineData("endless")]
    public async Task A_list_that_is_broken_or_has_no_end_is_withheld(string list)
    {
        var answer = await _caller.ListAsync(list);
        Assert.Equal((HttpStatusCode.BadGateway, (1, -32603)), (answer.Status, (answer.Fault!.Value.Id, answer.Fault!.Value.Code)));
        Assert.StartsWith("The server's list could not be read safely and was withheld: it ", answer.Fault!.Value.Words,
            StringComparison.Ordinal);
        await GoesOnAsync(counted: 0);
    }

    [Fact]
    public async Task Lists_without_end_side_by_side_hold_no_more_than_they_may()
    {
        var before = ProcessFigures.Of(world.Edge.ProcessId).ResidentBytes;
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => _caller.ListAsync("endless")));
        Assert.All(answers, a =>
            Assert.True(a.Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable && a.Fault is { Code: -32603 }, a.Text));
        Assert.Contains(answers, a => a.RetryAfter == "1");
        // One address may hold 64 MiB; the rest is what the heap has not given back yet.
        AssertGrownAtMost(before, 64 + 48);
        await GoesOnAsync(counted: 0);
    }

    [Fact]
    public async Task An_event_without_end_is_withheld_and_the_server_left_when_the_caller_leaves()
    {
        using var response =
            await _caller.SendAsync(
            Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"endless-event"}}"""));
        await using var stream = await response.Content.ReadAsStreamAsync();
        var reading = stream.ReadAsync(new byte[1024]).AsTask();
        Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)));
    }

    [Fact]
    public async Task Events_without_end_are_filtered_as_they_come()
    {
        using var response =
            await _caller.SendAsync(
            Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"endless-events"}}"""));
        await using var stream = await response.Content.ReadAsStreamAsync();
        var bytes = new byte[256 * 1024];
        await stream.ReadExactlyAsync(bytes);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.StartsWith(": on\n\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}\n\n", text, StringComparison.Ordinal);
    }

    // A thousand calls a week: what remains says how many were counted.
    private async Task GoesOnAsync(int counted)
    {
        Assert.Equal(1000 - counted - 1, await _caller.RemainingAsync(FaultyWorld.Next()));
        Assert.InRange(world.Server.Seen().Count(n => n == _number), 0, 1);
    }

    private void AssertGrownAtMost(long before, int mebibytes)
    {
        var grown = ProcessFigures.Of(world.Edge.ProcessId).ResidentBytes - before;
        var said = $"Edge grew by {grown / ProcessFigures.MiB} MiB, and may by {mebibytes}";
        TestContext.Current.SendDiagnosticMessage(said);
        Assert.True(grown <= mebibytes * ProcessFigures.MiB, said);
    }

    public sealed class World() : FaultyWorld(FaultPolicies.Counting, [("Edge__Wire__CallTimeout", "00:00:02"), .. FaultPolicies.NoFlood]);
}
