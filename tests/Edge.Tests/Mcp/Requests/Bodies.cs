using System.Buffers;
using System.Text;
using Edge.Mcp.Requests;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

/// <summary>Bodies as text and bytes, whole and in pieces, and what the parser makes of them.</summary>
internal static class Bodies
{
    public const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get-pod","arguments":{"podId":"p1"}}}""";

    private static readonly MessageParser Parser = new();

    /// <summary>A <c>tools/call</c> whose <c>params</c> have these members.</summary>
    public static string Called(string members) => Request("tools/call", members);

    /// <summary>A <c>tools/call</c> of the tool <c>t</c> with these arguments.</summary>
    public static string CalledWith(string arguments) => Called("\"name\":\"t\",\"arguments\":" + arguments);

    /// <summary>A request with the id 1 whose <c>params</c> have these members.</summary>
    public static string Request(string method, string members) =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{{{members}}}}}";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static ReadOnlySequence<byte> Whole(byte[] body) => new(body);

    /// <summary>The same bytes in segments that end at the given positions; equal neighbours make empty segments.</summary>
    public static ReadOnlySequence<byte> Cut(byte[] body, params int[] ends) => Segments.Cut(body, ends.Append(body.Length));

    public static ReadOnlySequence<byte> ByteByByte(byte[] body) => Cut(body, [.. Enumerable.Range(1, Math.Max(0, body.Length - 1))]);

    public static Refusal? Parse(byte[] body, out Message message)
    {
        message = new Message();
        return Parser.Parse(Whole(body), message);
    }

    public static Refusal? Parse(string body, out Message message) => Parse(Utf8(body), out message);

    public static Refusal? Parse(string body) => Parse(body, out _);

    /// <summary>A message that must be readable.</summary>
    public static Message Read(string body)
    {
        var refusal = Parse(body, out var message);
        Assert.True(refusal is null, refusal?.Message);
        return message;
    }

    /// <summary>All that was read of a body, or why it was refused, as one line that can be compared.</summary>
    public static string Describe(in ReadOnlySequence<byte> body)
    {
        var message = new Message();
        var refusal = Parser.Parse(body, message);
        var id = Encoding.UTF8.GetString(message.Id.Raw.Span);
        return string.Join('|', refusal?.Message, refusal?.Reason.Slug(), id, message.Kind, message.Method, message.ToolName,
            Encoding.UTF8.GetString(message.Arguments.ToArray()), message.PromptName, string.Join(' ', message.ResourceUris),
            message.TaskId, message.MirroredName, message.ProtocolVersion, message.InitializeVersion, message.HasClientCapabilities,
            message.Traceparent, message.Tracestate, message.IsError);
    }
}
