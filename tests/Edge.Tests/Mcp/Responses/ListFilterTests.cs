using System.Text;
using Edge.Mcp.Responses;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

public sealed class ListFilterTests
{
    [Theory]
    // The commas, in every position.
    [InlineData("""{"result":{"tools":[]}}""", """{"result":{"tools":[]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"a"},{"name":"b"}]}}""", """{"result":{"tools":[{"name":"a"},{"name":"b"}]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"x"}]}}""", """{"result":{"tools":[]}}""")]
    [InlineData("""{"result":{"tools":[ {"name":"x"} , {"name":"y"} ]}}""", """{"result":{"tools":[  ]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"x"},{"name":"a"}]}}""", """{"result":{"tools":[{"name":"a"}]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"x"}, {"name":"y"}, {"name":"a"}]}}""", """{"result":{"tools":[{"name":"a"}]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"a"}, {"name":"x"}]}}""", """{"result":{"tools":[{"name":"a"}]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"a"} , {"name":"x"} , {"name":"b"} ]}}""",
        """{"result":{"tools":[{"name":"a"} , {"name":"b"} ]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"x"},{"name":"a"},{"name":"y"},{"name":"z"},{"name":"b"},{"name":"w"}]}}""",
        """{"result":{"tools":[{"name":"a"},{"name":"b"}]}}""")]
    // Other members and their order.
    [InlineData("""{"result":{"nextCursor":"n","tools":[{"name":"x"}],"_meta":{"k":1.50}},"jsonrpc":"2.0","id":"2"}""",
        """{"result":{"nextCursor":"n","tools":[],"_meta":{"k":1.50}},"jsonrpc":"2.0","id":"2"}""")]
    // Each kind by its own name.
    [InlineData("""{"result":{"resources":[{"name":"a","uri":"x:1"},{"name":"x","uri":"b"}]}}""",
        """{"result":{"resources":[{"name":"x","uri":"b"}]}}""")]
    [InlineData("""{"result":{"resourceTemplates":[{"uriTemplate":"x{y}"},{"uriTemplate":"c"}]}}""",
        """{"result":{"resourceTemplates":[{"uriTemplate":"c"}]}}""")]
    [InlineData("""{"result":{"prompts":[{"name":"x y"},{"name":"c"}]}}""", """{"result":{"prompts":[{"name":"c"}]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"x"}],"prompts":[{"name":"x"},{"name":"a"}]}}""",
        """{"result":{"tools":[],"prompts":[{"name":"a"}]}}""")]
    // By shape, not by method or id.
    [InlineData("""{"method":"notifications/x","result":{"tools":[{"name":"x"}]}}""",
        """{"method":"notifications/x","result":{"tools":[]}}""")]
    [InlineData("""{"r\u0065sult":{"t\u006fols":[{"n\u0061me":"\u0078"}]}}""", """{"r\u0065sult":{"t\u006fols":[]}}""")]
    // Entries that are none, have no valid name or repeat one.
    [InlineData("""{"result":{"tools":["a",{"name":"a"},null,{"name":1},{},[{"name":"b"}],{"name":""},{"name":"a"},{"name":"b"}]}}""",
        """{"result":{"tools":[{"name":"a"},{"name":"b"}]}}""")]
    // What is no list.
    [InlineData("""{"result":{"capabilities":{"tools":{}}}}""", """{"result":{"capabilities":{"tools":{}}}}""")]
    [InlineData("""{"result":{"resultType":"input_required","inputRequests":{}}}""",
        """{"result":{"resultType":"input_required","inputRequests":{}}}""")]
    [InlineData("""{"id":1,"error":{"code":-32601,"message":"m","data":{"tools":1}}}""",
        """{"id":1,"error":{"code":-32601,"message":"m","data":{"tools":1}}}""")]
    [InlineData("""{"method":"x","params":{"tools":7,"Result":1}}""", """{"method":"x","params":{"tools":7,"Result":1}}""")]
    [InlineData("""{"result":{"content":[{"text":"tools"}]}}""", """{"result":{"content":[{"text":"tools"}]}}""")]
    [InlineData("""{"result":{"prompts":null}}""", """{"result":{"prompts":null}}""")]
    public void Entries_that_are_not_listed_are_cut_out_and_nothing_else(string message, string expected)
        => Assert.Equal(expected, Filters.Apply(message));

    [Theory]
    [InlineData("""[{"result":{"tools":[]}}]""", nameof(WithheldReason.NotAMessage))]
    [InlineData("""{"result":{"tools":{}}}""", nameof(WithheldReason.NotAList))]
    [InlineData("""{"result":{"tools":"a"}}""", nameof(WithheldReason.NotAList))]
    [InlineData("""{"result":{"tools":[],"tool\u0073":[]}}""", nameof(WithheldReason.DuplicateKey))]
    [InlineData("""{"error":null,"result":{"tools":[]}}""", nameof(WithheldReason.ResultAndError))]
    [InlineData("""{"Result":{"tools":[]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"RESULT":{"tools":[]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("{\"re\u017Fult\":{\"tools\":[]}}", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"re\u017fult":{"tools":[]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"result":{"Tools":[]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"result":{"CacheScope":"public","tools":[]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"__proto__":{"result":{}}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"result":{"__proto__":{"tools":[{"name":"x"}]}}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"result":{"tools":[{"name":"a"},]}}""", nameof(WithheldReason.NotJson))]
    public void What_cannot_be_read_in_exactly_one_way_is_withheld(string message, string reason)
    {
        var (text, result) = Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing("a"));
        Assert.Equal(Filters.Withheld, text);
        Assert.Equal(new ListFilterResult(ListFilterStatus.Withheld, Enum.Parse<WithheldReason>(reason)), result);
    }

    [Theory]
    [InlineData("[]", nameof(ListFilterStatus.Unchanged))]
    [InlineData("null", nameof(ListFilterStatus.Unchanged))]
    [InlineData("\"a\"", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"result":[]}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"result":null}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"result":{},"result":{}}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"params":{"k":1,"k":2}}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"result":{},"error":{}}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"Error":{},"id":1}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("""{"\ud800":1}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("", nameof(ListFilterStatus.Unchanged))]
    [InlineData("{", nameof(ListFilterStatus.Unchanged))]
    [InlineData("{}{}", nameof(ListFilterStatus.Unchanged))]
    [InlineData("{} x", nameof(ListFilterStatus.NoJson))]
    [InlineData("{}\0", nameof(ListFilterStatus.NoJson))]
    [InlineData("""{"result":/**/{}}""", nameof(ListFilterStatus.NoJson))]
    [InlineData("""{"result":{"n":NaN}}""", nameof(ListFilterStatus.Unchanged))]
    [InlineData("{\"a\":\"x\ny\"}", nameof(ListFilterStatus.Unchanged))]
    [InlineData("\uFEFF\uFEFF{}", nameof(ListFilterStatus.Unchanged))]
    public void What_cannot_be_read_passes_where_no_reader_finds_a_list_in_it(string message, string status)
    {
        foreach (var isListExpected in (bool[])[true, false])
        {
            var (_, result) = Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing("a") with { IsListExpected = isListExpected });
            Assert.Equal(new ListFilterResult(Enum.Parse<ListFilterStatus>(status)), result);
        }
    }

    [Theory]
    [InlineData("""{"result":{"tools":[{"name":"a","name":"x"}]}}""", nameof(WithheldReason.DuplicateKey))]
    [InlineData("""{"result":{"tools":[{"name":"a","inputSchema":{"q":[{"k":1,"k":2}]}}]}}""", nameof(WithheldReason.DuplicateKey))]
    [InlineData("""{"result":{"tools":[{"name":"a","NAME":"x"}]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"result":{"resources":[{"uri":"a","URI":"x"}]}}""", nameof(WithheldReason.AmbiguousKey))]
    [InlineData("""{"result":{"tools":[{"name":"a","d":"\ud800"}]}}""", nameof(WithheldReason.LoneSurrogate))]
    [InlineData("""{"result":{"tools":[{"name":"\udc00"}]}}""", nameof(WithheldReason.LoneSurrogate))]
    [InlineData("""{"result":{"tools":[{"name":"a","d":NaN}]}}""", nameof(WithheldReason.NotJson))]
    [InlineData("""{"result":{"tools":[{"name":"a",}]}}""", nameof(WithheldReason.NotJson))]
    [InlineData("""{"result":{"tools":[{"name":"a","d":'x'}]}}""", nameof(WithheldReason.NotJson))]
    public void An_entry_that_cannot_be_read_in_exactly_one_way_goes_and_the_rest_stays(string message, string reason)
    {
        foreach (var (position, others) in ((string, string)[])[("[", "[{\"name\":\"b\"},"), ("}]}}", "},{\"name\":\"b\"}]}}")])
        {
            var list = message.Replace("resources", "tools", StringComparison.Ordinal)
                .Replace("\"uri\"", "\"name\"", StringComparison.Ordinal);
            if (position == "[")
                list = list.Replace("\"tools\":[", "\"tools\":" + others, StringComparison.Ordinal);
            else
                list = list[..^4] + others;
            var (text, result) = Filters.Apply(Encoding.UTF8.GetBytes(list), Filters.Seeing("a", "b"));
            Assert.Equal("""{"result":{"tools":[{"name":"b"}]}}""", text);
            Assert.Equal((1, 0, 1, 1), (result.Listed, result.Dropped, result.Invalid, result.Unreadable));
            Assert.Equal(Enum.Parse<WithheldReason>(reason), result.EntryReason);
        }
    }

    [Fact]
    public void Entries_that_are_no_UTF8_or_nested_too_deeply_go_alone()
    {
        byte[] list = [.. "{\"result\":{\"tools\":[{\"name\":\"a\",\"d\":\""u8, 0xFF, .. "\"},{\"name\":\"b\"},"u8,
            .. Encoding.UTF8.GetBytes($"{{\"name\":\"c\",\"d\":{new string('[', 70)}{new string(']', 70)}}}"), .. "]},\"id\":1}"u8];
        var (text, result) = Filters.Apply(list, Filters.Seeing("a", "b", "c"));
        Assert.Equal("""{"result":{"tools":[{"name":"b"}]},"id":1}""", text);
        Assert.Equal((1, 2, 2), (result.Listed, result.Invalid, result.Unreadable));
    }

    [Theory]
    [InlineData("""{"result":{"protocolVersion":"2025-06-18"}}""", "Unchanged", "None")]
    [InlineData("""{"result":{"capabilities":{}}}""", "Unchanged", "None")]
    [InlineData("""{"result":{"capabilities":{"protocolVersion":"x"}}}""", "Unchanged", "None")]
    [InlineData("""{"result":{"protocolVersion":"2025-11-25"}}""", "Withheld", "Revision")]
    [InlineData("""{"result":{"protocolVersion":null}}""", "Withheld", "Revision")]
    [InlineData("""{"result":{"protocolVersion":"2025-06-18","protocolVersion":"2025-11-25"}}""", "Withheld", "DuplicateKey")]
    [InlineData("""{"result":{"ProtocolVersion":"2025-11-25"}}""", "Withheld", "AmbiguousKey")]
    [InlineData("""{"result":{"protocolVersion":"2025-06-18","n":NaN}}""", "Withheld", "NotJson")]
    public void A_handshake_is_held_to_the_revisions(string message, string status, string reason)
    {
        var options = Filters.Seeing() with { IsListExpected = false, Revisions = ["2025-06-18", "2025-03-26"] };
        var result = Filters.Apply(Encoding.UTF8.GetBytes(message), options).Result;
        Assert.Equal((status, reason), (result.Status.ToString(), result.Reason.ToString()));
    }

    [Theory]
    [InlineData("{\"result\":{\"tools\":[]},\"", "\":1}", 0xC3)]
    [InlineData("{\"result\":{\"tools\":[]},\"", "\":1}", 0xED, 0xA0, 0x80)]
    [InlineData("{\"result\":{\"tools\":[]},\"", "\":1}", 0xC0, 0xAE)]
    [InlineData("{\"result\":{\"tools\":[]}} ", "", 0xC3)]
    public void Bytes_that_are_not_utf8_are_withheld(string before, string after, params int[] bytes) => Assert.Equal(
        WithheldReason.NotUtf8,
            Filters.Apply([.. Encoding.UTF8.GetBytes(before), .. bytes.Select(b => (byte)b), .. Encoding.UTF8.GetBytes(after)],
                Filters.Seeing()).Result.Reason);

    [Fact]
    public void A_list_in_UTF16_is_withheld()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
            Assert.Equal(ListFilterStatus.Withheld,
                Filters.Apply(encoding.GetBytes("""{"result":{"tools":[{"name":"a"}]}}"""), Filters.Seeing("a")).Result.Status);
    }

    [Theory]
    [InlineData(61, nameof(ListFilterStatus.Unchanged))]
    [InlineData(62, nameof(ListFilterStatus.Withheld))]
    [InlineData(100_000, nameof(ListFilterStatus.Withheld))]
    public void Nesting_beside_a_list_is_bounded_at_64(int arrays, string expected)
    {
        var message = $$$"""{"result":{"tools":[],"x":{{{new string('[', arrays)}}}{}{{{new string(']', arrays)}}}}}""";
        Assert.Equal(expected, Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing()).Result.Status.ToString());
    }

    [Fact]
    public void A_byte_order_mark_is_taken_off()
        => Assert.Equal("""{"result":{"tools":[{"name":"a"}]}}""",
        Filters.Apply("\uFEFF{\"result\":{\"tools\":[{\"name\":\"x\"},{\"name\":\"a\"}]}}"));

    [Theory]
    [InlineData("tool name")]
    [InlineData("töol")]
    [InlineData("tool\u200b")]
    [InlineData("tool\\u0000")]
    public void A_tool_whose_name_is_invalid_goes_even_if_listed(string name)
    {
        var message = $$$"""{"result":{"tools":[{"name":"{{{name}}}"}]}}""";
        var (text, result) = Filters.Apply(Encoding.UTF8.GetBytes(message),
            Filters.Seeing(name, name.Replace("\\u0000", "\0", StringComparison.Ordinal)));
        Assert.Equal("""{"result":{"tools":[]}}""", text);
        Assert.Equal((0, 0, 1), (result.Listed, result.Dropped, result.Invalid));
    }

    [Theory]
    [InlineData(128, 1)]
    [InlineData(129, 0)]
    public void Tool_names_have_at_most_128_characters(int length, int listed)
    {
        var name = new string('n', length);
        var message = $$$"""{"result":{"tools":[{"name":"{{{name}}}"}]}}""";
        Assert.Equal(listed, Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing(name)).Result.Listed);
    }

    [Fact]
    public void Entries_are_counted_and_offered_tools_told()
    {
        var told = new List<string>();
        var filter = new ListFilter(Filters.Seeing("a", "b", "p") with { OnListedTool = told.Add });
        using var output = new PooledBuffer(new CountingPool());
        var result = filter.Apply(
            """{"result":{"tools":[{"name":"a"},{"name":"x"},7,{"name":"b"},{"name":"b"}],"prompts":[{"name":"p"}]}}"""u8, output);
        Assert.Equal(new ListFilterResult(ListFilterStatus.Rewritten, WithheldReason.None, Listed: 3, Dropped: 1, Invalid: 2), result);
        Assert.Equal(["a", "x", "b"], told);
        filter.Apply("""{"result":{"tools":[{"name":"b"},{"name":"x"}]},"error":1}"""u8, output);
        Assert.Equal(["a", "x", "b"], told);
        Assert.Equal(new ListFilterTotals(3, 1, 2, 1, WithheldReason.ResultAndError), filter.Totals);
    }

    [Theory]
    [InlineData("""{"result":{"tools":[],"cacheScope":"public","ttlMs":60000}}""",
        """{"result":{"tools":[],"cacheScope":"private","ttlMs":5000}}""")]
    [InlineData("""{"result":{"ttlMs":5000.5 ,"cacheScope" : "publi\u0063","tools":[{"name":"x"}]}}""",
        """{"result":{"ttlMs":5000 ,"cacheScope" : "private","tools":[]}}""")]
    [InlineData("""{"result":{"tools":[],"cacheScope":"private","ttlMs":5000}}""",
        """{"result":{"tools":[],"cacheScope":"private","ttlMs":5000}}""")]
    [InlineData("""{"result":{"tools":[],"cacheScope":null,"ttlMs":-1}}""",
        """{"result":{"tools":[],"cacheScope":"private","ttlMs":-1}}""")]
    [InlineData("""{"result":{"tools":[],"ttlMs":1e999}}""", """{"result":{"tools":[],"ttlMs":5000}}""")]
    [InlineData("""{"result":{"tools":[],"ttlMs":"900000","cacheScope":["public"]}}""",
        """{"result":{"tools":[],"ttlMs":0,"cacheScope":"private"}}""")]
    [InlineData("""{"result":{"cacheScope":"public","ttlMs":60000,"contents":[]}}""",
        """{"result":{"cacheScope":"public","ttlMs":60000,"contents":[]}}""")]
    [InlineData("""{"result":{"tools":[{"name":"a","cacheScope":"public"}],"_meta":{"ttlMs":60000}}}""",
        """{"result":{"tools":[{"name":"a","cacheScope":"public"}],"_meta":{"ttlMs":60000}}}""")]
    public void A_list_that_depends_on_the_caller_is_cached_for_it_alone_and_not_for_long(string message, string expected)
    {
        var options = Filters.Seeing("a") with { DependsOnCaller = true, MaxTtlMs = 5000 };
        Assert.Equal(expected, Filters.Apply(Encoding.UTF8.GetBytes(message), options).Text);
    }

    [Fact]
    public void A_list_that_is_the_same_for_all_keeps_its_caching()
    {
        const string Message = """{"result":{"tools":[],"cacheScope":"public","ttlMs":60000}}""";
        Assert.Equal(Message, Filters.Apply(Message));
    }

    [Fact]
    public void A_list_under_an_error_status_is_withheld_and_anything_else_passes()
    {
        var result = """{"id":1,"result":{"tools":[]}}"""u8.ToArray();
        Assert.Equal(ListFilterStatus.Unchanged,
            Filters.Apply("""{"id":1,"result":{"content":[]}}"""u8.ToArray(), Filters.Seeing(), resultAllowed: false).Result.Status);
        var error = """{"id":1,"error":{"code":1,"message":"m"}}"""u8.ToArray();
        Assert.Equal(WithheldReason.ResultNotAllowed, Filters.Apply(result, Filters.Seeing(), resultAllowed: false).Result.Reason);
        Assert.Equal(ListFilterStatus.Unchanged, Filters.Apply(error, Filters.Seeing(), resultAllowed: false).Result.Status);
    }

    [Fact]
    public void Length_and_members_are_bounded()
    {
        var message = """{"result":{"tools":[]},"b":1}"""u8.ToArray();
        Assert.Equal(ListFilterStatus.Unchanged,
            Filters.Apply(message, Filters.Seeing() with { MaxMessageBytes = message.Length, MaxMembers = 3 }).Result.Status);
        Assert.Equal(WithheldReason.TooLong,
            Filters.Apply(message, Filters.Seeing() with { MaxMessageBytes = message.Length - 1 }).Result.Reason);
        Assert.Equal(WithheldReason.TooManyMembers, Filters.Apply(message, Filters.Seeing() with { MaxMembers = 2 }).Result.Reason);
    }

    [Theory]
    [InlineData("\\u0061", 0, "Unchanged")]
    [InlineData("\\u0061", 8186, "Unchanged")]
    [InlineData("\\u0061", 8187, "Withheld")]
    [InlineData("a", 100_000, "Unchanged")]
    public void A_long_member_name_is_read_only_without_escapes(string start, int more, string expected)
    {
        var message = "{\"result\":{\"tools\":[]},\"" + start + new string('x', more) + "\":1}";
        Assert.Equal(expected, Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing()).Result.Status.ToString());
    }

    [Theory]
    [InlineData("\\u0061", 8186, 1)]
    [InlineData("\\u0061", 8187, 0)]
    [InlineData("a", 8191, 1)]
    [InlineData("a", 8192, 0)]
    public void A_uri_has_at_most_8192_bytes_as_sent(string start, int more, int listed)
    {
        var tail = new string('x', more);
        var message = "{\"result\":{\"resources\":[{\"uri\":\"" + start + tail + "\"}]}}";
        var result = Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing("a" + tail)).Result;
        Assert.Equal((listed, 0, 1 - listed), (result.Listed, result.Dropped, result.Invalid));
    }

    [Fact]
    public void A_predicate_that_fails_passes_nothing_and_spoils_no_later_message()
    {
        var message = """{"result":{"tools":[{"name":"a"}]}}"""u8.ToArray();
        // More often than objects may nest, each time in the middle of three of them.
        for (var i = 0; i < 70; i++)
            Assert.Throws<InvalidOperationException>(() => Filters.Apply(message, new ListFilterOptions { Predicate = new Failing() }));
        Assert.Equal(ListFilterStatus.Unchanged, Filters.Apply(message, Filters.Seeing("a")).Result.Status);
    }

    [Fact]
    public void The_predicate_is_asked_once_an_entry_with_the_unescaped_name()
    {
        var predicate = new OnlyNames();
        Filters.Apply(
            """{"result":{"tools":[{"name":"\u0061"}],"resources":[{"uri":"r://\u00e9","name":"n"}],"prompts":[{"name":"p q"}]}}"""u8.ToArray(),
            new ListFilterOptions { Predicate = predicate });
        Assert.Equal([(ListKind.Tools, "a"), (ListKind.Resources, "r://é"), (ListKind.Prompts, "p q")], predicate.Asked);
    }

    [Fact]
    public void A_list_near_the_bound_is_filtered_in_one_pass()
    {
        var entries = Enumerable.Range(0, 150_000)
            .Select(i => $$"""{"name":"{{(i % 2 == 0 ? "t" : "x")}}{{i}}","description":"some words about it, and more of them {{i}}"}""")
            .ToArray();
        var message = Encoding.UTF8.GetBytes("{\"result\":{\"tools\":[" + string.Join(',', entries) + "]}}");
        var expected = "{\"result\":{\"tools\":[" + string.Join(',', entries.Where((_, i) => i % 2 == 0)) + "]}}";
        var (text, result) = Filters.Apply(message, new ListFilterOptions { Predicate = new StartsWithT() });
        Assert.Equal((75_000, 75_000), (result.Listed, result.Dropped));
        Assert.Equal(expected, text);
    }

    private sealed class Failing : IListPredicate
    {
        public bool IsListed(ListKind kind, string name) => throw new InvalidOperationException("failed");
    }

    private sealed class StartsWithT : IListPredicate
    {
        public bool IsListed(ListKind kind, string name) => name[0] == 't';
    }
}
