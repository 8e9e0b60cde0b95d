using System.Text;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

/// <summary>Every row of the request table whose answer is a refusal, in one piece and cut at every byte.</summary>
public sealed class MessageParserRefusalTests
{
    public static TheoryData<string, string, int, string> Texts => new()
    {
        // Duplicate names.
        { """{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}""", "duplicate_key", -32600, Duplicate },
        { """{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""", "duplicate_key", -32600, Duplicate },
        { """{"jsonrpc":"2.0","id":1,"method":"ping","params":{},"params":{}}""", "duplicate_key", -32600, Duplicate },
        { Called(""" "name":"get-pod","name":"delete-pod" """), "duplicate_key", -32600, Duplicate },
        { Called(""" "name":"get-pod","na\u006de":"delete-pod" """), "duplicate_key", -32600, Duplicate },
        { Called(""" "name":"get-pod","arguments":{"a":1,"a":2} """), "duplicate_key", -32600, Duplicate },
        { Called(""" "name":"get-pod","arguments":{"l":[[{"x":{"é":1,"\u00e9":2}}]]} """), "duplicate_key", -32600, Duplicate },
        { Called(""" "name":"get-pod","arguments":{"😀":1,"\uD83D\ude00":2} """), "duplicate_key", -32600, Duplicate },
        { Called(""" "name":"get-pod","arguments":{"":1,"":2} """), "duplicate_key", -32600, Duplicate },

        // Names that a careless reader takes for protocol names.
        { """{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}""", "confusable_key", -32600, Confusable },
        { """{"jsonrpc":"2.0","id":1,"method":"ping","PARAMS":{}}""", "confusable_key", -32600, Confusable },
        { """{"jſonrpc":"2.0","jsonrpc":"2.0","id":1,"method":"ping"}""", "confusable_key", -32600, Confusable },
        { """{"jsonrpc":"2.0","\u0130d":1,"method":"ping"}""", "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","NAME":"delete-pod" """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","\u004eame":"delete-pod" """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","argumentſ":{} """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","argument\u017F":{} """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","tas\u212a":{} """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","tasKId":"t" """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","_Meta":{} """), "confusable_key", -32600, Confusable },
        { Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/ProtocolVersion":"2026-07-28"} """), "confusable_key", -32600,
        Confusable },
        { """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"a","Name":"b"}}}""",
        "confusable_key", -32600, Confusable },
        { """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"ResourceSubscriptions":["a:b"]}}}""",
        "confusable_key", -32600, Confusable },

        // What is not JSON.
        { "", "malformed", -32700, "Send one JSON-RPC message: the body is empty." },
        { " \r\n\t ", "malformed", -32700, "Send one JSON-RPC message: the body is empty." },
        { "{", "malformed", -32700, NotJson(1) },
        { "nul", "malformed", -32700, NotJson(0) },
        { Bodies.Call + "x", "malformed", -32700, NotJson(101) },
        { Bodies.Call + Bodies.Call, "malformed", -32700, NotJson(101) },
        { Bodies.Call + "\n{}", "malformed", -32700, NotJson(101) },
        { Bodies.Call + "\0", "malformed", -32700, NotJson(101) },
        { "\f" + Bodies.Call, "malformed", -32700, NotJson(0) },
        { "\u00a0" + Bodies.Call, "malformed", -32700, NotJson(0) },
        { Bodies.Call + "// end", "malformed", -32700, NotJson(101) },
        { "/* a call */" + Bodies.Call, "malformed", -32700, NotJson(0) },
        { """{"jsonrpc":"2.0","id":1,"method":"ping",}""", "malformed", -32700, NotJson(39) },
        { """{'jsonrpc':'2.0'}""", "malformed", -32700, NotJson(1) },
        { """{"jsonrpc":"2.0","id":NaN,"method":"ping"}""", "malformed", -32700, NotJson(22) },
        { """{"jsonrpc":"2.0","id":01,"method":"ping"}""", "malformed", -32700, NotJson(22) },
        { "{\"jsonrpc\":\"2.0\",\"id\":\"a\tb\",\"method\":\"ping\"}", "malformed", -32700, NotJson(22) },
        { """{"jsonrpc":"2.0","id":"\x","method":"ping"}""", "malformed", -32700, NotJson(22) },
        { """{"jsonrpc":"2.0","id":"\u12g4","method":"ping"}""", "malformed", -32700, NotJson(22) },

        // Surrogates.
        { Called(""" "name":"get-pod","arguments":{"a":"\ud800"} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod","arguments":{"a":"\udc00"} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod","arguments":{"a":"\ude00\ud83d"} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod","arguments":{"a":"\ud83d\ud83d\ude00"} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod","arguments":{"a":"\ud83dx\ude00"} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod","arguments":{"a":"\ud83d\n"} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod","arguments":{"\uDBFF":1} """), "lone_surrogate", -32700, Surrogate },
        { Called(""" "name":"get-pod\ud800" """), "lone_surrogate", -32700, Surrogate },
        { """{"jsonrpc":"2.0","id":"\ud800","method":"ping"}""", "lone_surrogate", -32700, Surrogate },

        // Shape.
        { "[]", "batch", -32600, Batch },
        { $"[{Bodies.Call}]", "batch", -32600, Batch },
        { $"[{Bodies.Call},{Bodies.Call}]", "batch", -32600, Batch },
        { $"[[{Bodies.Call}]]", "batch", -32600, Batch },
        { new string('[', 1_000), "batch", -32600, Batch },
        { "null", "invalid_envelope", -32600, "Send one JSON-RPC message, which is a JSON object." },
        { "\"tools/call\"", "invalid_envelope", -32600, "Send one JSON-RPC message, which is a JSON object." },
        { """{"jsonrpc":"2.0","id":1,"method":"ping","extra":1}""", "invalid_envelope", -32600, Unknown },
        { """{"jsonrpc":"2.0","id":1,"method":"ping","name":"get-pod"}""", "invalid_envelope", -32600, Unknown },
        { Nested(65), "too_deep", -32600, "Nest objects and arrays at most 64 deep." },
        { Called($"\"name\":\"get-pod\",\"arguments\":{{\"a\":{new string('[', 62)}"), "too_deep", -32600,
        "Nest objects and arrays at most 64 deep." },
    };

    public static TheoryData<string, string, int, string, string> Envelopes => new()
    {
        { """{"id":1,"method":"ping"}""", "invalid_envelope", -32600, "Set jsonrpc to the string \"2.0\".", "1" },
        { """{"jsonrpc":"1.0","id":1,"method":"ping"}""", "invalid_envelope", -32600, "Set jsonrpc to the string \"2.0\".", "1" },
        { """{"jsonrpc":2.0,"id":1,"method":"ping"}""", "invalid_envelope", -32600, "Set jsonrpc to the string \"2.0\".", "1" },
        { """{"jsonrpc":"2.00","id":1,"method":"ping"}""", "invalid_envelope", -32600, "Set jsonrpc to the string \"2.0\".", "1" },
        { """{"jsonrpc":"2.0","id":1}""", "invalid_envelope", -32600, "Send a method, or a result or an error.", "1" },
        { """{"jsonrpc":"2.0","id":1,"method":5}""", "invalid_envelope", -32600, Method, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":null}""", "invalid_envelope", -32600, Method, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":""}""", "invalid_envelope", -32600, Method, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/call "}""", "invalid_envelope", -32600, Method, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/c\u0430ll"}""", "invalid_envelope", -32600, Method, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-pod"},"result":{}}""", "invalid_envelope", -32600, Either,
        "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-pod"},"error":{}}""", "invalid_envelope", -32600, Either,
        "1" },
        { """{"jsonrpc":"2.0","id":1,"result":{},"error":{}}""", "invalid_envelope", -32600, Either, "" },
        { """{"jsonrpc":"2.0","id":1,"result":{},"params":{}}""", "invalid_envelope", -32600, Either, "" },
        { """{"jsonrpc":"2.0","id":1,"error":"no"}""", "invalid_envelope", -32600, "Set error to an object.", "" },
        { """{"jsonrpc":"2.0","result":{}}""", "invalid_id", -32600, "Send a result with the id of the request that it answers.", "" },

        // Ids.
        { """{"jsonrpc":"2.0","id":null,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":true,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":{},"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":[1],"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":1.0,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":1e0,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":1e400,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":-0,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":9007199254740992,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":-9007199254740992,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { """{"jsonrpc":"2.0","id":9223372036854775808,"method":"ping"}""", "invalid_id", -32600, Id, "" },
        { $$"""{"jsonrpc":"2.0","id":"{{new string('i', 129)}}","method":"ping"}""", "invalid_id", -32600, Id, "" },

        // Calls.
        { """{"jsonrpc":"2.0","method":"tools/call","params":{"name":"get-pod"}}""", "invalid_id", -32600, NoId, "" },
        { """{"jsonrpc":"2.0","method":"resources/read","params":{"uri":"a:b"}}""", "invalid_id", -32600, NoId, "" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", "invalid_params", -32602, Tool, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["get-pod"]}""", "invalid_params", -32602, NoObject, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":null}""", "invalid_params", -32602, NoObject, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}""", "invalid_params", -32602, NoObject, "1" },
        { Called("""  "arguments":{}"""), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":5 """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":null """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":["get-pod"] """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"" """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"get-pod " """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"get-pod\u0000" """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"get\u200b-pod" """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"gеt-pod" """), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"ｇet-pod" """), "invalid_params", -32602, Tool, "1" },
        { Called($"\"name\":\"{new string('n', 129)}\""), "invalid_params", -32602, Tool, "1" },
        { Called(""" "name":"get-pod","arguments":"{}" """), "invalid_params", -32602, Args, "1" },
        { Called(""" "name":"get-pod","arguments":[] """), "invalid_params", -32602, Args, "1" },
        { Called(""" "name":"get-pod","arguments":null """), "invalid_params", -32602, Args, "1" },
        { Called(""" "name":"get-pod","_meta":null """), "invalid_params", -32602, "Set params._meta to an object, or leave it out.", "1" },
        { Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/protocolVersion":20260728} """), "invalid_params", -32602,
        MetaRevision, "1" },
        { Called(""" "name":"get-pod","_meta":{"io.modelcontextprotocol/protocolVersion":""} """), "invalid_params", -32602, MetaRevision,
        "1" },

        // Other methods that decide on a member of params.
        { """{"jsonrpc":"2.0","id":1,"method":"resources/read"}""", "invalid_params", -32602, Uri, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":5}}""", "invalid_params", -32602, Uri, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":""}}""", "invalid_params", -32602, Uri, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":["a:b"]}}""", "invalid_params", -32602, Uri, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"resources/unsubscribe","params":{}}""", "invalid_params", -32602, Uri, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":{}}}""", "invalid_params", -32602,
        "Set params.name to a string of 1 to 8192 bytes.", "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p","arguments":7}}""", "invalid_params", -32602, Args, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"tasks/get","params":{}}""", "invalid_params", -32602,
        "Set params.taskId to a string of 1 to 8192 bytes.", "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{}}""", "invalid_params", -32602, Ref, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":"ref/prompt"}}""", "invalid_params", -32602, Ref, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/tool","name":"x"}}}""", "invalid_params",
        -32602, Ref, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","uri":"x"}}}""", "invalid_params",
        -32602, Ref, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":1}}}""", "invalid_params",
        -32602, Ref, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{}}""", "invalid_params", -32602, Subs, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":"a:b"}}}""",
        "invalid_params", -32602, Subs, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a:b",1]}}}""",
        "invalid_params", -32602, Subs, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a:b",["c:"""
        + """d"]]}}}""", "invalid_params", -32602, Subs, "1" },
        { """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":1}}""", "invalid_params", -32602,
        "Set params.protocolVersion to the name of a revision, a string.", "1" },
    };

    private static string Duplicate => "Name every member of an object once: two readers could take two values.";

    private static string Confusable =>
        "Spell protocol members exactly, with their letter case: a careless reader could take one name for another.";

    private static string Surrogate => "Escape characters beyond U+FFFF as a pair of surrogates: one stands alone.";

    private static string Batch => "Send one message a request: batches are not read, in no revision of the protocol.";

    private static string Unknown => "Send only the members jsonrpc, id, method and params, or jsonrpc, id and result or error.";

    private static string Method => "Set method to a string of 1 to 128 visible ASCII characters.";

    private static string Either => "Send a method, a result or an error: one of them, and params only with a method.";

    private static string Id =>
        "Set id to a string of at most 128 bytes or an integer within plus or minus 9007199254740991, written without fraction and "
        + "exponent.";

    private static string NoId => "Send this method with an id: it is a request, not a notification.";

    private static string Tool => "Set params.name to a string of 1 to 128 letters, digits, underscores, dots, slashes and hyphens.";

    private static string NoObject => "Set params to an object, or leave it out.";

    private static string Args => "Set params.arguments to an object, or leave it out.";

    private static string Uri => "Set params.uri to a string of 1 to 8192 bytes.";

    private static string MetaRevision =>
        "Set params._meta[\"io.modelcontextprotocol/protocolVersion\"] to the name of a revision, a string.";

    private static string Ref =>
        "Set params.ref to an object with the type \"ref/prompt\" and a name, or \"ref/resource\" and a uri, of 1 to 8192 bytes.";

    private static string Subs =>
        "Set params.notifications to an object whose resourceSubscriptions, if any, are at most 1000 strings of 1 to 8192 bytes.";

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_that_two_readers_could_read_differently_is_refused_without_an_id(string body, string slug, int code, string message)
    {
        var refusal = Bodies.Parse(body, out var read);

        AssertRefused(refusal, slug, code, message);
        Assert.False(read.Id.IsPresent);
        AssertSameInPieces(Bodies.Utf8(body));
    }

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void A_wrong_message_is_refused_with_its_own_id_where_that_is_certain(
        string body, string slug, int code, string message, string id)
    {
        var refusal = Bodies.Parse(body, out var read);

        AssertRefused(refusal, slug, code, message);
        Assert.True(refusal!.EchoId);
        Assert.Equal(id, read.AnswerId.ToString());
        AssertSameInPieces(Bodies.Utf8(body));
    }

    public static TheoryData<string, byte[]> NotUtf8 => new()
    {
        { "overlong slash", [0xC0, 0xAF] },
        { "overlong in three", [0xE0, 0x80, 0xAF] },
        { "overlong in four", [0xF0, 0x80, 0x80, 0xAF] },
        { "surrogate", [0xED, 0xA0, 0x80] },
        { "pair of surrogates", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80] },
        { "beyond the last", [0xF4, 0x90, 0x80, 0x80] },
        { "lone continuation", [0x80] },
        { "lead without continuation", [0xC3, 0x28] },
        { "latin 1", [0xE9] },
        { "unfinished", [0xE2, 0x82] },
        { "never a byte of it", [0xFF] },
    };

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void Bytes_that_are_not_UTF_8_are_refused_wherever_they_stand(string what, byte[] bytes)
    {
        byte[][] places =
        [
            [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get-pod\",\"arguments\":{\"a\":\""u8,
                .. bytes, .. "\"}}}"u8],
            [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get-pod\",\"arguments\":{\""u8, .. bytes,
                .. "\":1}}}"u8],
            [.. Bodies.Utf8(Bodies.Call), .. bytes],
            bytes,
        ];
        foreach (var body in places)
        {
            var refusal = Bodies.Parse(body, out _);
            Assert.True(refusal is not null, what);
            AssertRefused(refusal, "invalid_utf8", -32700, "Send the message in UTF-8: the body has bytes that are not.");
            AssertSameInPieces(body);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_refused_and_so_are_UTF_16_and_UTF_32()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Bodies.Utf8(Bodies.Call)];
        AssertRefused(Bodies.Parse(marked, out _), "invalid_utf8", -32700, "Send the message without a byte order mark.");
        AssertSameInPieces(marked);

        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            Assert.Equal(RpcCodes.ParseError, Bodies.Parse(encoding.GetBytes(Bodies.Call), out _)?.RpcCode);
            byte[] withMark = [.. encoding.GetPreamble(), .. encoding.GetBytes(Bodies.Call)];
            Assert.Equal(RpcCodes.ParseError, Bodies.Parse(withMark, out _)?.RpcCode);
        }
    }

    [Theory]
    [InlineData(70)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Deep_nesting_is_refused_at_the_limit_and_costs_no_stack(int depth) =>
        AssertRefused(Bodies.Parse(Nested(depth)), "too_deep", -32600, "Nest objects and arrays at most 64 deep.");

    [Fact]
    public void A_megabyte_of_brackets_is_refused_at_its_first_byte() =>
        AssertRefused(Bodies.Parse(new string('[', 1 << 20)), "batch", -32600, Batch);

    [Fact]
    public void One_member_more_than_the_limit_is_refused_wherever_they_are()
    {
        // jsonrpc, id, method, params, name, arguments and one in each element.
        var most = Members(MessageLimits.MaxMembers - 6);
        Assert.Null(Bodies.Parse(most));
        AssertRefused(Bodies.Parse(Members(MessageLimits.MaxMembers - 5)), "too_many_members", -32600,
            "Send at most 100000 members of objects in one message.");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void One_value_more_than_the_limit_is_refused_whatever_it_is(string value)
    {
        // The message, jsonrpc, id, method, params, name, arguments and the array.
        Assert.Null(Bodies.Parse(Values(value, MessageLimits.MaxValues - 8)));
        AssertRefused(Bodies.Parse(Values(value, MessageLimits.MaxValues - 7)), "too_many_values", -32600,
            "Send at most 1000000 values in one message, objects and arrays included.");
    }

    [Fact]
    public void A_name_longer_than_the_limit_is_refused_escaped_or_not_and_the_longest_is_read()
    {
        const string message = "Give members names of at most 16384 bytes.";
        Assert.Null(Bodies.Parse(Named(new string('n', MessageLimits.MaxNameBytes))));
        AssertRefused(Bodies.Parse(Named(new string('n', MessageLimits.MaxNameBytes + 1))), "name_too_long", -32600, message);
        AssertRefused(Bodies.Parse(Named("\\n" + new string('n', MessageLimits.MaxNameBytes))), "name_too_long", -32600, message);

        static string Named(string name) => Called($"\"name\":\"get-pod\",\"arguments\":{{\"{name}\":1}}");
    }

    [Fact]
    public void More_resources_or_longer_ones_than_the_limit_are_refused()
    {
        Assert.Null(Bodies.Parse(Listen(MessageLimits.MaxSubscriptions, 1)));
        AssertRefused(Bodies.Parse(Listen(MessageLimits.MaxSubscriptions + 1, 1)), "invalid_params", -32602, Subs);
        Assert.Null(Bodies.Parse(Listen(1, MessageLimits.MaxTargetBytes)));
        AssertRefused(Bodies.Parse(Listen(1, MessageLimits.MaxTargetBytes + 1)), "invalid_params", -32602, Subs);

        static string Listen(int count, int length) =>
            Bodies.Request("subscriptions/listen",
                $"\"notifications\":{{\"resourceSubscriptions\":[{string.Join(',',
                    Enumerable.Repeat($"\"{new string('u', length)}\"", count))}]}}");
    }

    [Fact]
    public void Every_protocol_name_in_another_letter_case_is_refused_in_params()
    {
        foreach (var name in ProtocolKeys.Names)
        {
            foreach (var variant in new[] { name.ToUpperInvariant(), Changed(name), name.Replace('s', 'ſ'), name.Replace('k', '\u212A'),
                name.Replace('i', 'ı') })
            {
                if (variant == name)
                    continue;
                AssertRefused(Bodies.Parse(Bodies.Request("ping", $"\"{variant}\":1")),
                    "confusable_key", -32600, Confusable);
            }
        }

        static string Changed(string name) => char.IsLower(name[^1]) ? name[..^1] + char.ToUpperInvariant(name[^1]) : name;
    }

    private static void AssertRefused(Refusal? refusal, string slug, int code, string message)
    {
        Assert.NotNull(refusal);
        Assert.Equal(message, refusal.Message);
        Assert.Equal(slug, refusal.Reason.Slug());
        Assert.Equal(code, refusal.RpcCode);
        Assert.Equal(400, refusal.Status);
    }

    private static void AssertSameInPieces(byte[] body)
    {
        var whole = Bodies.Describe(Bodies.Whole(body));
        for (var at = 0; at <= body.Length; at++)
            Assert.Equal(whole, Bodies.Describe(Bodies.Cut(body, at)));
        Assert.Equal(whole, Bodies.Describe(Bodies.ByteByByte(body)));
    }

    private static string Called(string members) => Bodies.Called(members);

    // The envelope, params and arguments are three of the levels.
    private static string Nested(int depth) =>
        Called($"\"name\":\"get-pod\",\"arguments\":{{\"a\":{new string('[', depth - 3)}{new string(']', depth - 3)}}}");

    private static string Members(int count) =>
        Called($"\"name\":\"get-pod\",\"arguments\":{{\"a\":[{string.Join(',', Enumerable.Repeat("{\"m\":1}", count - 1))}]}}");

    private static string Values(string value, int count) =>
        Called($"\"name\":\"get-pod\",\"arguments\":{{\"a\":[{string.Join(',', Enumerable.Repeat(value, count))}]}}");

    private static string NotJson(int goodBytes) =>
        $"Send one valid JSON document: what follows the first {goodBytes} bytes makes it none.";
}
