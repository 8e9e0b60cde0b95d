using System.Buffers;
using System.Text;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class MessageParserTests
{
    public static TheoryData<string> Accepted =>
    [
        Bodies.Call,
        " \r\n\t" + Bodies.Call + "\n \n",
        """{"params":{"arguments":{"podId":"p1"},"name":"get-pod"},"method":"tools/call","id":"a b","jsonrpc":"2.0"}""",
        """{"jsonrpc":"2.0","id":1,"m\u0065thod":"tools\/call","params":{"na\u006de":"get\u002dpod","arguments":{"\u0061":"\ud83d\ude00 """
            + """😀 \\ud800 \""}}}""",
        """{"jsonrpc":"\u0032.0","id":"\u003c\ud83d\ude00","method":"ping"}""",
        """{"jsonrpc":"2.0","id":"","method":"ping","params":{}}""",
        """{"jsonrpc":"2.0","id":-9007199254740991,"method":"tools/list","params":{"cursor":"c"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ns/a.b_c-D9","arguments":{"a":[1,1.0,1e400,-0,true,null,{"a":"""
            + """{"a":{}}}],"é":"日本","proto":{}},"_meta":{"progressToken":"t"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-pod"}}""",
        """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
        """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7,"reason":"gone"}}""",
        """{"jsonrpc":"2.0","id":3,"result":{"action":"accept"}}""",
        """{"jsonrpc":"2.0","id":3,"error":{"code":-1,"message":"no"}}""",
        """{"jsonrpc":"2.0","error":{"code":-1,"message":"no"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
            + """{"name":"c","version":"1"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a%20b","_meta":"""
            + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"""
            + """},"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"v=1"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"größe","arguments":{"a":"b"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"db://{t}"},"argument":"""
            + """{"name":"t","value":""}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"name":"p","type":"ref\/prompt"},"argument":"""
            + """{"name":"t","value":""}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":"""
            + """true,"resourceSubscriptions":["a:b","c:\u0064"]}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tasks/cancel","params":{"taskId":"t-1"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"acme/frobnicate","params":{"uri":5,"name":{},"ref":[],"notifications":7}}""",
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_message_reads_the_same_however_its_bytes_are_cut(string text)
    {
        var body = Bodies.Utf8(text);
        Bodies.Read(text);
        var whole = Bodies.Describe(Bodies.Whole(body));
        for (var at = 0; at <= body.Length; at++)
        {
            Assert.Equal(whole, Bodies.Describe(Bodies.Cut(body, at)));
            Assert.Equal(whole, Bodies.Describe(Bodies.Cut(body, at, at)));
            Assert.Equal(whole, Bodies.Describe(Bodies.Cut(body, Math.Max(0, at - 2), Math.Max(0, at - 1), at)));
        }

        Assert.Equal(whole, Bodies.Describe(Bodies.ByteByByte(body)));
    }

    [Fact]
    public void A_call_has_its_tool_and_the_bytes_of_its_arguments_as_sent()
    {
        var message = Bodies.Read(
            """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get-pod","arguments": {"a" : 1.0, "b":"\u0041"} }}""");

        Assert.Equal(MessageKind.Request, message.Kind);
        Assert.Equal(Methods.ToolsCall, message.Method);
        Assert.Equal("get-pod", message.ToolName);
        Assert.Equal("get-pod", message.MirroredName);
        Assert.Equal("""{"a" : 1.0, "b":"\u0041"}""", Encoding.UTF8.GetString(message.Arguments.ToArray()));
        Assert.Null(message.PromptName);
        Assert.Empty(message.ResourceUris);
    }

    [Fact]
    public void Absent_arguments_are_empty_and_differ_from_an_empty_object()
    {
        Assert.True(Bodies.Read("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get-pod"}}""").Arguments.IsEmpty);
        Assert.Equal(2,
            Bodies.Read("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get-pod","arguments":{}}}""").Arguments.Length);
    }

    [Fact]
    public void Escapes_are_decoded_before_anything_is_decided()
    {
        var message = Bodies.Read(
            """{"jsonrpc":"2.0","id":1,"m\u0065thod":"tools\/call","params":{"na\u006de":"delete\u002dpod"}}""");

        Assert.Equal(Methods.ToolsCall, message.Method);
        Assert.Equal("delete-pod", message.ToolName);
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("9007199254740991", false)]
    [InlineData("-9007199254740991", false)]
    [InlineData("\"1\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("\"\\u0041\\\"\\/\"", true)]
    [InlineData("\"日本\"", true)]
    public void An_id_is_kept_as_it_was_sent(string id, bool isString)
    {
        var read = Bodies.Read($$"""{"jsonrpc":"2.0","id": {{id}} ,"method":"ping"}""").Id;

        Assert.Equal(id, read.ToString());
        Assert.Equal(isString, read.IsString);
        Assert.True(read.IsPresent);
    }

    [Fact]
    public void The_longest_id_counts_decoded_bytes_and_is_kept_with_its_escapes()
    {
        var escaped = $"\"{string.Concat(Enumerable.Repeat("\\u0041", MessageLimits.MaxIdBytes))}\"";
        Assert.Equal(escaped, Bodies.Read($$"""{"jsonrpc":"2.0","id":{{escaped}},"method":"ping"}""").Id.ToString());

        var long3 = string.Concat(Enumerable.Repeat("日", 43));
        Assert.Equal(RefusalReason.InvalidId, Bodies.Parse($$"""{"jsonrpc":"2.0","id":"{{long3}}","method":"ping"}""")?.Reason);
    }

    [Theory]
    [InlineData("resources/read")]
    [InlineData("resources/subscribe")]
    [InlineData("resources/unsubscribe")]
    public void A_resource_is_read_out_of_params(string method)
    {
        var message = Bodies.Read(Bodies.Request(method, """ "uri":"file:///a\u0062" """));

        Assert.Equal(["file:///ab"], message.ResourceUris);
        Assert.Equal("file:///ab", message.MirroredName);
        Assert.Null(message.ToolName);
    }

    [Fact]
    public void A_subscription_names_all_its_resources_in_order()
    {
        var message = Bodies.Read(
            """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["a:b","a:"""
                + """b","c:\u0064"],"toolsListChanged":true}}}""");

        Assert.Equal(["a:b", "a:b", "c:d"], message.ResourceUris);
        Assert.Null(message.MirroredName);
    }

    [Fact]
    public void A_completion_is_for_a_prompt_or_for_a_resource()
    {
        var prompt =
            Bodies.Read(
            """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"p","uri":"no"}}}""");
        Assert.Equal("p", prompt.PromptName);
        Assert.Empty(prompt.ResourceUris);

        var resource =
            Bodies.Read(
            """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"a:{b}"}}}""");
        Assert.Null(resource.PromptName);
        Assert.Equal(["a:{b}"], resource.ResourceUris);
    }

    [Fact]
    public void Prompts_and_tasks_have_their_names()
    {
        var prompt = Bodies.Read("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"Größe","arguments":{"a":"1"}}}""");
        Assert.Equal("Größe", prompt.PromptName);
        Assert.Equal("Größe", prompt.MirroredName);
        Assert.Equal("""{"a":"1"}""", Encoding.UTF8.GetString(prompt.Arguments.ToArray()));

        var task = Bodies.Read("""{"jsonrpc":"2.0","id":1,"method":"tasks/update","params":{"taskId":"t1","inputResponses":{}}}""");
        Assert.Equal("t1", task.TaskId);
        Assert.Equal("t1", task.MirroredName);
    }

    [Fact]
    public void The_metadata_of_a_request_is_read_and_what_is_no_trace_context_is_not()
    {
        var modern = Bodies.Read(
            """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":"""
                + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"""
                + """},"traceparent":"00-x","tracestate":"a=b"}}}""");
        Assert.Equal("2026-07-28", modern.ProtocolVersion);
        Assert.True(modern.HasClientCapabilities);
        Assert.Equal("00-x", modern.Traceparent);
        Assert.Equal("a=b", modern.Tracestate);

        var odd = Bodies.Read(
            Bodies.Request("tools/list",
                """ "_meta":{"io.modelcontextprotocol/clientCapabilities":[],"traceparent":5,"tracestate":" """.TrimEnd()
                + new string('t', 513) + "\"}"));
        Assert.Null(odd.ProtocolVersion);
        Assert.False(odd.HasClientCapabilities);
        Assert.Null(odd.Traceparent);
        Assert.Null(odd.Tracestate);
    }

    [Fact]
    public void An_initialize_says_which_revision_it_proposes()
    {
        var message = Bodies.Read("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}""");

        Assert.Equal("2025-06-18", message.InitializeVersion);
        Assert.Null(message.ProtocolVersion);
    }

    [Fact]
    public void A_response_has_no_id_to_answer_with()
    {
        var message = Bodies.Read("""{"jsonrpc":"2.0","id":3,"result":{}}""");

        Assert.Equal(MessageKind.Response, message.Kind);
        Assert.Equal("3", message.Id.ToString());
        Assert.False(message.AnswerId.IsPresent);
        Assert.True(Bodies.Read("""{"jsonrpc":"2.0","id":3,"error":{}}""").IsError);
    }

    [Fact]
    public void A_name_in_arguments_may_be_spelled_as_its_server_likes()
    {
        var message =
            Bodies.Read(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{"Name":1,"name":2,"METHOD":3}}}""");

        Assert.Equal("t", message.ToolName);
    }

    [Fact]
    public void A_message_that_is_used_again_keeps_nothing_of_the_one_before()
    {
        var parser = new MessageParser();
        var message = new Message();
        parser.Parse(
            Bodies.Whole(
                Bodies.Utf8(
                    """{"jsonrpc":"2.0","id":"long enough to be seen","method":"resources/read","params":{"uri":"a:b","_meta":"""
                        + """{"traceparent":"t","io.modelcontextprotocol/clientCapabilities":{}}}}""")), message);

        Assert.NotNull(parser.Parse(Bodies.Whole("{"u8.ToArray()), message));

        Assert.False(message.Id.IsPresent);
        Assert.Equal("", message.Method);
        Assert.Empty(message.ResourceUris);
        Assert.Null(message.MirroredName);
        Assert.Null(message.Traceparent);
        Assert.False(message.HasClientCapabilities);
    }

    [Fact]
    public void Depth_64_and_a_hundred_thousand_members_are_read()
    {
        var deep = Bodies.CalledWith($"{{\"a\":{new string('[', 61)}{new string(']', 61)}}}");
        Bodies.Read(deep);

        var members = string.Join(',', Enumerable.Range(0, MessageLimits.MaxMembers - 6).Select(i => $"\"k{i}\":0"));
        Bodies.Read(Bodies.CalledWith($"{{{members}}}"));
    }

    [Fact]
    public void Text_of_many_segments_is_read_whatever_its_size()
    {
        var text = string.Concat(Enumerable.Repeat("\\u00e9 é \\ud83d\\ude00 ", 40_000));
        var body = Bodies.Utf8(Bodies.CalledWith($"{{\"a\":\"{text}\"}}"));
        int[] ends = [.. Enumerable.Range(1, body.Length / 65_521).Select(i => i * 65_521)];

        Assert.Equal(Bodies.Describe(Bodies.Whole(body)), Bodies.Describe(Bodies.Cut(body, ends)));
    }
}
