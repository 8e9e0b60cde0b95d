using System.Text;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

/// <summary>Event streams for which there is no room: what cannot be held is withheld, and the stream goes on.</summary>
public sealed class FullBufferTests
{
    private const string Small = """data: {"result":{"tools":[{"name":"a"},{"name":"hidden"}]},"id":1}""" + "\n\n";
    private const string Notice = """data: {"jsonrpc":"2.0","method":"notifications/message"}""" + "\n\n";

    private readonly CountingPool _pool = new();

    [Fact]
    public async Task An_event_that_finds_no_room_becomes_an_error_and_those_behind_it_pass()
    {
        var large = $$"""data: {"result":{"tools":[{"name":"a"},{"name":"hidden"},"""
            + $$"""{"name":"b","description":"{{new string('x', 50_000)}}"}]},"id":2}""" + "\n\n";
        var (text, reason) = await FilterAsync(Notice + large + Small + Notice, new BufferBudget(4 * 40_000));
        Assert.Equal(WithheldReason.NoRoom, reason);
        Assert.StartsWith(Notice, text, StringComparison.Ordinal);
        Assert.EndsWith("too many lists are being read at once.\"}}\n\n" + Notice, text, StringComparison.Ordinal);
        // One answer.
        Assert.DoesNotContain("\"result\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_little_room_there_is_nothing_hidden_passes_and_nothing_stays_held()
    {
        var data = string.Join('\n', Enumerable.Range(0, 40)
            .Select(i => $$"""data: {"name":"tool{{i}}","description":"{{new string('x', 300)}}"},"""));
        var split = $"id: 1\ndata: {{\"result\":{{\"tools\":[\n{data}\ndata: {{\"name\":\"hidden\"}}]}},\"id\":3}}\n\n";
        var stream = $": {new string('c', 900)}\n\n{split}{Small}: end\n\n{split.Replace("\n", "\r\n", StringComparison.Ordinal)}{Small}";
        var outcomes = new HashSet<WithheldReason>();
        for (var room = 4096; room < 120_000; room += 1777)
        {
            var budget = new BufferBudget(4L * room);
            try
            {
                var (text, reason) = await FilterAsync(stream, budget);
                outcomes.Add(reason);
                Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
            }
            catch (BuffersFullException)
            {
                // Not even the error found room: the stream breaks off.
                outcomes.Add(WithheldReason.TooLong);
            }

            Assert.Equal(0, budget.Held);
            Assert.Equal(0, _pool.Outstanding);
        }

        Assert.Contains(WithheldReason.NoRoom, outcomes);
        Assert.Contains(WithheldReason.None, outcomes);
    }

    private async Task<(string Text, WithheldReason Reason)> FilterAsync(string events, BufferBudget budget)
    {
        var names = Enumerable.Range(0, 40).Select(i => $"tool{i}").Append("a").Append("b").ToArray();
        var filter = new ListFilter(Filters.Seeing(names));
        var bytes = Encoding.UTF8.GetBytes(events);
        await using var stream = new SseFilterStream(ScriptedStream.Of(bytes), filter, "7"u8.ToArray(),
            new BudgetedArrays(budget, default, _pool));
        using var output = new MemoryStream();
        await stream.CopyToAsync(output);
        return (Encoding.UTF8.GetString(output.ToArray()), filter.Totals.LastReason);
    }
}
