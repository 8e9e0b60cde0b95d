using System.Buffers;
using System.Globalization;
using System.Text;
using Edge.Mcp.Responses;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Mcp.Responses;

public sealed class ListFilterProperties
{
    private static readonly string[] Names = ["a", "b", "c", "hidden", "hidden2", "\\u0068idden", "\\u0061", "hid den", ""];

    private static readonly string[] Keys =
    [
        "result", "result", "tools", "tools", "name", "name", "error", "id", "jsonrpc", "uri", "prompts", "resources", "Result", "TOOLS",
        "Name", "t\\u006fols", "re\\u0073ult", "tool\u017F", "x", "cacheScope", "ttlMs", "__proto__", "params", "uriTemplate",
            "resourceTemplates",
    ];

    private static readonly string[] Blanks = ["", "", "", " ", "\t", "\n", " \r\n "];

    private static readonly string[] StreamPieces =
    [
        "\n", "\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "data: ", "data:", "data", ":", ": c", "event: foo", "id: 1", "id: \0", "retry: 5",
            " ",
        "\uFEFF", "\u2028", "\u0085", "\v", "{", "}", "[", "]", ",", "\"", "\"result\":", "\"tools\":", "{\"name\":\"hidden\"}",
            "{\"name\":\"a\"}",
        "{\"result\":{\"tools\":[{\"name\":\"hidden\"},{\"name\":\"a\"}]}}", "data: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}\n\n",
        "data: {\"result\":{\"tools\":[\ndata: {\"name\":\"hidden\"}]}}\r\n\r\n", "{\"m\":\"\u2028\u2028data: {", "\\\"", "data: {\"m\":\"",
    ];

    [Fact]
    public void Entries_stay_byte_for_byte_exactly_if_they_are_listed()
    {
        var entry = from name in Gen.Choose(0, 40)
                    from extra in Gen.Elements("", ""","description":"x, ] } \" y" """,
                    ""","inputSchema":{"a":[1.0,2e3],"tools":[{"name":"hidden"}]}""")
                    from blanks in Gen.ListOf(Gen.Elements(Blanks), 3)
                    select (Name: "n" + name.ToString(CultureInfo.InvariantCulture),
                    Text: $"{{{blanks[0]}\"name\"{blanks[1]}:{blanks[2]}\"n{name}\"{extra}}}");
        var list = from entries in Gen.ListOf(entry)
                   from before in Gen.Elements(Blanks)
                   from after in Gen.Elements(Blanks)
                   select (Entries: entries.DistinctBy(e => e.Name).ToArray(), Before: before, After: after);
        Check(list, l =>
        {
            var message = "{\"result\":{\"tools\":[" + string.Join(',', l.Entries.Select(e => l.Before + e.Text + l.After))
                + "],\"nextCursor\":\"c\"}}";
            var listed = l.Entries.Where(e => e.Name.Length % 2 == 0).ToArray();
            var (text, result) = Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing([.. listed.Select(e => e.Name)]));
            Assert.Equal((listed.Length, l.Entries.Length - listed.Length, 0), (result.Listed, result.Dropped, result.Invalid));
            var start = "{\"result\":{\"tools\":[".Length;
            Assert.Equal("],\"nextCursor\":\"c\"}}", text[^"],\"nextCursor\":\"c\"}}".Length..]);
            foreach (var kept in listed)
            {
                var at = text.IndexOf(kept.Text, start, StringComparison.Ordinal);
                Assert.True(at >= start);
                start = at + kept.Text.Length;
            }

            Assert.Equal(listed.Select(e => e.Name), CarelessReaders.NamesInJson(Encoding.UTF8.GetBytes(text)));
        });
    }

    [Fact]
    public void Whatever_is_sent_on_no_reader_sees_a_hidden_entry() => Check(Message(), message =>
    {
        var (text, result) = Filters.Apply(Encoding.UTF8.GetBytes(message), Filters.Seeing("a", "b", "c"));
        if (result.Status != ListFilterStatus.Withheld)
            Assert.DoesNotContain(CarelessReaders.NamesInJson(Encoding.UTF8.GetBytes(text)), n => n.StartsWith('h'));
    });

    [Fact]
    public void Broken_bytes_are_judged_without_fail() => Check(
        from message in Message()
        from at in Gen.Choose(0, 1_000_000)
        from value in Gen.Choose(0, 255)
        from length in Gen.Choose(0, 3)
        select (message, at, value, length),
        broken =>
        {
            var bytes = Encoding.UTF8.GetBytes(broken.message).ToList();
            var at = broken.at % bytes.Count;
            bytes.RemoveRange(at, Math.Min(broken.length, bytes.Count - at));
            bytes.Insert(at, (byte)broken.value);
            var (text, result) = Filters.Apply([.. bytes], Filters.Seeing("a", "b", "c"));
            if (result.Status != ListFilterStatus.Withheld)
                Assert.DoesNotContain("hidden", CarelessReaders.NamesInJson(Encoding.UTF8.GetBytes(text)));
        });

    [Fact]
    public void What_was_filtered_once_stays_as_it_is() => Check(Message(), message =>
    {
        var options = Filters.Seeing("a", "b", "c") with { DependsOnCaller = true, MaxTtlMs = 10 };
        var (text, result) = Filters.Apply(Encoding.UTF8.GetBytes(message), options);
        if (result.Status != ListFilterStatus.Withheld)
            Assert.Equal(ListFilterStatus.Unchanged, Filters.Apply(Encoding.UTF8.GetBytes(text), options).Result.Status);
    });

    [Fact]
    public void No_stream_shows_a_hidden_tool_to_any_reader_and_its_cutting_does_not_matter() => Check(
        from pieces in Gen.ListOf(Gen.OneOf(Gen.Elements(StreamPieces), Message().Select(m => $"data: {m}\n\n")))
        from cuts in Gen.ListOf(Gen.Choose(0, 100))
        select (Text: string.Concat(pieces), Cuts: cuts),
        stream =>
        {
            var bytes = Encoding.UTF8.GetBytes(stream.Text);
            var cuts = stream.Cuts.Select(c => c * bytes.Length / 100).Order().ToArray();
            var whole = Run(bytes, []);
            Assert.Equal(whole, Run(bytes, cuts));
            Assert.DoesNotContain(CarelessReaders.NamesInStreamAsync(whole).GetAwaiter().GetResult(), n => n.StartsWith('h'));
        });

    private static byte[] Run(byte[] bytes, int[] cuts)
    {
        var pool = new CountingPool();
        using var output = new PooledBuffer(pool);
        byte[] sent;
        using (var filter = new SseListFilter(new ListFilter(Filters.Seeing("a", "b", "c")), "7"u8.ToArray(), pool))
        {
            var start = 0;
            foreach (var cut in cuts.Append(bytes.Length))
            {
                filter.Write(bytes.AsSpan(start, cut - start), output);
                start = cut;
            }

            sent = output.Span.ToArray();
            output.Release();
        }

        Assert.Equal(0, pool.Outstanding);
        return sent;
    }

    /// <summary>A message as nobody ought to write it: the protocol's words anywhere, twice, and in any letter case.</summary>
    private static Gen<string> Message() =>
        from blank in Gen.Elements(Blanks)
        from body in Gen.Frequency(
            (3, ObjectOf(Gen.Elements(Keys), Value(4))),
            (3, from list in Gen.ListOf(Entry())
                from key in Gen.Elements("tools", "prompts", "Tools")
                select $"{{\"result\":{{\"{key}\":[{string.Join(',', list)}]}}}}"),
            (1, from inner in Value(4) select $"{{\"result\":{{\"tools\":{inner}}}}}"))
        select blank + body;

    private static Gen<string> Entry() => Gen.Frequency(
        (4, from name in Gen.Elements(Names) select $"{{\"name\":\"{name}\"}}"),
        (2, from name in Gen.Elements(Names)
            from other in Value(2)
            from key in Gen.Elements(Keys)
            select $"{{\"{key}\":{other},\"name\":\"{name}\"}}"),
        (1, Value(2)));

    private static Gen<string> Value(int depth)
    {
        var scalar = Gen.Frequency(
            (3, Gen.Elements(Names).Select(n => $"\"{n}\"")),
            (1, Gen.Elements("1", "-0.5e3", "true", "null", "\"\\ud800\"", "\"\\\"\"")));
        if (depth == 0)
            return scalar;
        return Gen.Frequency(
            (2, scalar),
            (3, ObjectOf(Gen.Elements(Keys), Value(depth - 1))),
            (2, from items in Gen.Resize(Gen.ListOf(Value(depth - 1)), 4) select $"[{string.Join(", ", items)}]"));
    }

    private static Gen<string> ObjectOf(Gen<string> keys, Gen<string> values) =>
        from members in Gen.Resize(
        Gen.ListOf(from key in keys from blank in Gen.Elements(Blanks) from value in values select $"\"{key}\":{blank}{value}"), 4)
        select "{" + string.Join(',', members) + "}";

    private static void Check<T>(Gen<T> generator, Action<T> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(30), Prop.ForAll(generator.ToArbitrary(), property));
}
