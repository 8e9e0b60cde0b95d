using System.Text;
using Edge.Fuzz.Generation;

namespace Edge.Fuzz.Responses;

/// <summary>Makes answers of servers that have lists, and event streams of them, as nobody ought to write them.</summary>
internal static class AnswerInputs
{
    private static readonly string[] Names =
    [
        "a", "b", "get-pod", "list-pods", "hidden", "hidden-2", "Hidden", "hid den", "hidden\0", "\uFEFFhidden", "h\u0131dden", "a\n",
            "\u00E9", "", "data: hidden", "a\u2028hidden", "file:///hidden", "file:///a",
    ];

    private static readonly string[] Keys =
    [
        "result", "error", "id", "jsonrpc", "method", "params", "tools", "resources", "resourceTemplates", "prompts", "name", "uri",
            "uriTemplate", "nextCursor", "cacheScope", "ttlMs",
        "Result", "TOOLS", "tool\u017F", "Name", "re\u017Fult", "__proto__",
    ];

    private static readonly string[] LineEnds = ["\n", "\n", "\n", "\r\n", "\r"];

    private static readonly string[] Fields =
    [
        "event: message", "event: tools", "event:", "event: \u00E9", "id: 1", "id: \0", "id", "retry: 10", "retry: x", ": comment", ":",
            ": data: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}", "data", "data:",
        "datax: 1", " data: 1", "DATA: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}",
            "\uFEFFdata: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}", "x", "\0", "data : 1",
                "foo: \u2028data: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}",
    ];

    /// <summary>One answer.</summary>
    public static byte[] Answer(SplitMix dice)
    {
        var body = Tidy(dice, dice.Of(0, 0, 0, 1, 1, 2));
        return dice.OneIn(6) ? ByteTwists.Twist(dice, body) : body;
    }

    /// <summary>Several events with lists and without, with their fields and ends of lines.</summary>
    public static byte[] Stream(SplitMix dice)
    {
        var stream = new MemoryStream();
        if (dice.OneIn(12))
            stream.Write(Encoding.UTF8.Preamble);
        for (var left = 1 + dice.Below(4); left > 0; left--)
            Event(dice, stream);
        return dice.OneIn(8) ? ByteTwists.Twist(dice, stream.ToArray()) : stream.ToArray();
    }

    private static byte[] Tidy(SplitMix dice, int twists)
    {
        Node message = new Node.Map().Add("jsonrpc", new Node.Text("2.0")).Add("id", new Node.Token("7")).Add("result", Result(dice));
        var twister = new TreeTwists(dice, Keys);
        for (; twists > 0; twists--)
            message = twister.Twist(message);
        return new Scribe(dice).Write(message);
    }

    private static Node.Map Result(SplitMix dice)
    {
        var values = new Values(dice);
        var result = new Node.Map();
        var (list, key) = dice.Of(("tools", "name"), ("tools", "name"), ("tools", "name"), ("prompts", "name"), ("resources", "uri"),
            ("resourceTemplates", "uriTemplate"));
        var entries = new Node.List();
        for (var left = dice.Below(6); left > 0; left--)
        {
            var entry = new Node.Map().Add(key, new Node.Text(dice.Of(Names)));
            if (dice.OneIn(3))
                entry.Members.Insert(dice.Below(2),
                    ("description",
                        new Node.Text(dice.Of("hidden", "]}}\n\ndata: x", "{\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}",
                            "\u2028data: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}\u2028", "\u0085"))));
            if (dice.OneIn(3))
                entry.Add("inputSchema", values.Map(2));
            entries.Items.Add(dice.OneIn(20) ? values.Value(2) : entry);
        }

        result.Add(list, entries);
        if (dice.OneIn(3))
            result.Add("nextCursor", values.Text());
        if (dice.OneIn(4))
            result.Add("cacheScope", new Node.Text(dice.Of("public", "private"))).Add("ttlMs", new Node.Token(dice.Of(Words.Numbers)));
        if (dice.OneIn(6))
            result.Add("_meta", values.Map(2));
        return result;
    }

    private static void Event(SplitMix dice, MemoryStream stream)
    {
        var end = Encoding.UTF8.GetBytes(dice.Of(LineEnds));
        var json = dice.OneIn(8) ? Encoding.UTF8.GetBytes(dice.Of("", " ", "x", "[DONE]", "[]", "{}")) : Tidy(dice, dice.Of(0, 0, 0, 1));
        while (dice.OneIn(3))
            Line(stream, Encoding.UTF8.GetBytes(dice.Of(Fields)), end);
        // A line end within the JSON ends the line; a writer that knows begins another data line, one that does not breaks the event.
        foreach (var line in dice.OneIn(12) ? [json] : Lines(dice, json))
            Line(stream, [.. dice.OneIn(4) ? "data:"u8 : "data: "u8, .. line], end);
        while (dice.OneIn(4))
            Line(stream, Encoding.UTF8.GetBytes(dice.Of(Fields)), end);
        if (!dice.OneIn(15))
            Line(stream, [], dice.OneIn(6) ? Encoding.UTF8.GetBytes(dice.Of(LineEnds)) : end);
    }

    private static List<byte[]> Lines(SplitMix dice, byte[] json)
    {
        var lines = new List<byte[]>();
        var line = new List<byte>();
        foreach (var b in json)
        {
            if (b is (byte)'\n' or (byte)'\r' || (b == (byte)',' && dice.OneIn(20)))
            {
                if (b == (byte)',')
                    line.Add(b);
                lines.Add([.. line]);
                line.Clear();
                continue;
            }

            line.Add(b);
        }

        lines.Add([.. line]);
        return lines;
    }

    private static void Line(MemoryStream stream, ReadOnlySpan<byte> line, ReadOnlySpan<byte> end)
    {
        stream.Write(line);
        stream.Write(end);
    }
}
