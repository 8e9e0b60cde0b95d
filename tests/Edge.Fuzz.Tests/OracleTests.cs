using System.Buffers;
using System.Text;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Requests;
using Edge.Fuzz.Responses;
using Xunit;

namespace Edge.Fuzz.Tests;

/// <summary>A comparison that cannot fail shows nothing: here each one does.</summary>
public sealed class OracleTests(LaneFixture readers) : IClassFixture<LaneFixture>
{
    private const string Call =
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get-pod","arguments":{"a":[1,{"k":"x"}],"k":"\u00e9","id":"""
        + """12}}}""";
    private const string List = """{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"a"},{"name":"hidden"}]}}""";

    [Theory]
    [InlineData("get-pod", "del-pod", "target")]
    [InlineData(":7", ":8", "id")]
    [InlineData(":7", ":\\u00227\\u0022", "id")]
    [InlineData("[1,", "[2,", "arguments")]
    [InlineData(":12", ":12.5", "arguments")]
    [InlineData("tools/call", "tools/cAll", "method")]
    [InlineData("}}}", "},\"x\":1}}", "document")]
    public async Task A_reader_that_reads_another_message_is_a_finding(string part, string other, string field)
    {
        var body = Encoding.UTF8.GetBytes(Call);
        var changed =
            Encoding.UTF8.GetBytes(Call.Replace(part, other.Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Null(new EdgeReader().Read(new ReadOnlySequence<byte>(body), out var edge));
        var document = RequestComparison.ReadDocument(body);
        foreach (var (language, answers) in await readers.Lane.AskAllAsync('q', [body, changed]))
        {
            Assert.Null(RequestComparison.Difference(edge, document, language, answers[0]));
            Assert.StartsWith(field, RequestComparison.Difference(edge, document, language, answers[1]), StringComparison.Ordinal);
        }

        if (field != "document")
            Assert.StartsWith(field, RequestComparison.Difference(edge, RequestComparison.ReadDocument(changed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_conditions_see_otherwise_is_a_finding()
    {
        var body = Encoding.UTF8.GetBytes(Call);
        Assert.Null(new EdgeReader().Read(new ReadOnlySequence<byte>(body), out var edge));
        var path = Array.IndexOf(edge, "\"\u00e9\"");
        foreach (var wrong in new[] { "absent", "unevaluable", "\"e\"", ArgumentPaths.Inexact })
        {
            string[] changed = [.. edge[..path], wrong, .. edge[(path + 1)..]];
            foreach (var (language, answers) in await readers.Lane.AskAllAsync('q', [body]))
                Assert.StartsWith("args.k",
                    RequestComparison.Difference(changed, RequestComparison.ReadDocument(body), language, answers[0]),
                        StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Result")]
    [InlineData("re\\u017Fult")]
    public async Task Names_that_only_a_careless_reader_takes_are_found(string result)
    {
        var answer = Encoding.UTF8.GetBytes(List.Replace("result", result, StringComparison.Ordinal));
        foreach (var (_, answers) in await readers.Lane.AskAllAsync('a', [answer]))
            Assert.Contains("hidden", answers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: ", "\n\n")]
    [InlineData("event: x\r\ndata:", "\r\n\r\n")]
    [InlineData("\uFEFFdata: ", "\n\n")]
    [InlineData("foo: \u2028data: ", "\u2028\n\n")]
    public async Task A_hidden_tool_that_is_let_out_is_found_by_every_reader(string before, string after)
    {
        var stream = Encoding.UTF8.GetBytes(before + List + after);
        foreach (var (_, answers) in await readers.Lane.AskAllAsync('s', [stream]))
            Assert.Contains("hidden", answers[0], StringComparison.Ordinal);
        if (!before.StartsWith("foo", StringComparison.Ordinal))
            Assert.Contains("hidden", NamesInAnswers.InStream(stream));
    }

    [Theory]
    [InlineData("tools/call", "get-pod", "2026-07-28", true)]
    [InlineData("tools/call", "=?base64?Z2V0LXBvZA==?=", null, true)]
    [InlineData("tools/list", "get-pod", null, false)]
    [InlineData("tools/call", "del-pod", null, false)]
    [InlineData("tools/call", "=?base64?ZGVsLXBvZA==?=", null, false)]
    public async Task Headers_that_say_another_are_a_finding(string method, string name, string? version, bool agree)
    {
        var input = Frames.Join(Encoding.Latin1.GetBytes(method), Encoding.Latin1.GetBytes(name), version is null ? null
            : Encoding.Latin1.GetBytes(version), Encoding.UTF8.GetBytes(Call));
        foreach (var (_, answers) in await readers.Lane.AskAllAsync('h', [input]))
            Assert.Equal(agree, answers[0] == "ok");
    }

    [Fact]
    public async Task A_change_of_what_may_be_shown_is_a_finding()
    {
        var (list, other) = (Encoding.UTF8.GetBytes(List), Encoding.UTF8.GetBytes(List.Replace("hidden", "hid", StringComparison.Ordinal)));
        Assert.Equal("ok", (await readers.Lane.Node.AskAsync('u', [Frames.Join(list, list)]))[0]);
        Assert.StartsWith("before", (await readers.Lane.Node.AskAsync('u', [Frames.Join(list, other)]))[0], StringComparison.Ordinal);
        var (stream, changed) = (Encoding.UTF8.GetBytes($"data: {List}\r\rdata: {List}\n\n"), Encoding.UTF8.GetBytes($"data: {List}\n\n"));
        Assert.Equal("ok", (await readers.Lane.Node.AskAsync('v', [Frames.Join(stream, stream)]))[0]);
        Assert.StartsWith("before", (await readers.Lane.Node.AskAsync('v', [Frames.Join(stream, changed)]))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_are_those_of_the_published_generator()
    {
        var dice = new SplitMix(1234567);
        Assert.Equal((6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL), (dice.Next(), dice.Next(), dice.Next()));
    }
}
