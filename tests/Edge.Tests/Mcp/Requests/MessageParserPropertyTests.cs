using System.Buffers;
using System.Text;
using System.Text.Json;
using Edge.Mcp.Json;
using Edge.Mcp.Requests;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

/// <summary>Whatever is accepted, another strict reader reads as the same message; nothing throws; cuts change nothing.</summary>
public sealed class MessageParserPropertyTests
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Pieces of messages, mostly right, that are put together at random.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", " ", "\n", "\"jsonrpc\":\"2.0\"", "\"id\":1", "\"id\":\"a\"", "\"id\":null", "\"id\":1.5",
        "\"method\":\"tools/call\"", "\"method\":\"ping\"", "\"Method\":\"ping\"", "\"params\":{\"name\":\"t\"}", "\"params\":[]",
        "\"params\":{\"name\":\"t\",\"arguments\":{\"a\":1}}", "\"params\":{\"na\\u006de\":\"t\",\"arguments\":{\"a\":1,\"\\u0061\":2}}",
        "\"params\":{\"uri\":\"a:b\",\"_meta\":{}}", "\"result\":{}", "\"error\":{}", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"é\"",
        "null", "1e400", "-0", "\"a\":", "\u0000", "\uFEFF", "//", "NaN", "\"\\u0000\"", "{\"a\":{\"a\":1}}", "\"ſ\":1",
    ];

    private static readonly string[] Seeds =
    [
        Bodies.Call,
        """{"jsonrpc":"2.0","id":"é","method":"tools/call","params":{"name":"a/b","arguments":{"é":"\ud83d\ude00","n":[1,2.5e3,{"x":"""
            + """null}]},"_meta":{"traceparent":"t"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a:b"]}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"p"}}}""",
    ];

    [Fact]
    public void Messages_put_together_at_random_are_read_as_another_reader_reads_them() =>
        Prop.ForAll(
            Gen.Elements(Pieces).ListOf().Select(pieces => Bodies.Utf8(string.Concat(pieces))).ToArbitrary(),
            AgreesWithAnotherReader).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Envelopes_of_random_members_are_read_as_another_reader_reads_them() =>
        Prop.ForAll(
            Gen.Elements(Pieces.Where(piece => piece.Contains(':', StringComparison.Ordinal) && piece.Length > 4).ToArray())
                .ListOf().Select(members => Bodies.Utf8($"{{{string.Join(',', members)}}}")).ToArbitrary(),
            AgreesWithAnotherReader).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Good_messages_with_bytes_changed_at_random_are_read_as_another_reader_reads_them() =>
        Prop.ForAll(Mutated().ToArbitrary(), AgreesWithAnotherReader).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Fact]
    public void Bytes_at_random_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), AgreesWithAnotherReader).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Strict_UTF_8_is_what_the_platform_calls_valid_however_it_is_cut()
    {
        byte[] pieces = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF1, 0xF4,
            0xF5, 0xFF];
        Prop.ForAll(
            Gen.Elements(pieces).ListOf().Select(bytes => bytes.ToArray()).ToArbitrary(),
            bytes =>
            {
                var valid = System.Text.Unicode.Utf8.IsValid(bytes);
                return StrictUtf8.IsValid(Bodies.Whole(bytes)) == valid
                    && StrictUtf8.IsValid(Bodies.ByteByByte(bytes)) == valid
                    && Enumerable.Range(0, bytes.Length + 1).All(at => StrictUtf8.IsValid(Bodies.Cut(bytes, at)) == valid);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static Gen<byte[]> Mutated() =>
        from seed in Gen.Elements(Seeds)
        from changes in Gen.Choose(0, 3)
        from places in Gen.Choose(0, Bodies.Utf8(seed).Length - 1).ArrayOf(changes)
        from bytes in Gen.OneOf(Gen.Elements("{}[]\":,\\ud8C0x"u8.ToArray()), Gen.Choose(0, 255).Select(value => (byte)value))
        .ArrayOf(changes)
        select Mutate(Bodies.Utf8(seed), places, bytes);

    private static byte[] Mutate(byte[] body, int[] places, byte[] bytes)
    {
        for (var i = 0; i < places.Length; i++)
            body[places[i]] = bytes[i];
        return body;
    }

    private static bool AgreesWithAnotherReader(byte[] body)
    {
        var whole = Bodies.Describe(Bodies.Whole(body));
        if (whole != Bodies.Describe(Bodies.ByteByByte(body)) || whole != Bodies.Describe(Bodies.Cut(body, body.Length / 2)))
            return false;
        if (Bodies.Parse(body, out var message) is not null)
            return true;
        using var document = JsonDocument.Parse(body, Strict);
        var root = document.RootElement;
        if (root.GetProperty("jsonrpc").GetString() != "2.0")
            return false;
        if (message.Id.IsPresent != root.TryGetProperty("id", out var id)
            || (message.Id.IsPresent && message.Id.ToString() != id.GetRawText()))
            return false;
        if (message.Kind == MessageKind.Response)
            return !root.TryGetProperty("method", out _);
        if (root.GetProperty("method").GetString() != message.Method)
            return false;
        if (message.ToolName is null)
            return message.Method != "tools/call";
        var parameters = root.GetProperty("params");
        var hasArguments = parameters.TryGetProperty("arguments", out var arguments);
        return parameters.GetProperty("name").GetString() == message.ToolName
            && hasArguments != message.Arguments.IsEmpty
            && (!hasArguments || arguments.GetRawText() == Encoding.UTF8.GetString(message.Arguments.ToArray()));
    }
}
