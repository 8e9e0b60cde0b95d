namespace Edge.Fuzz.Generation;

/// <summary>Makes messages as clients send them, of every method and revision, with arguments that no client would think of.</summary>
internal sealed class Messages(SplitMix dice)
{
    private const string Modern = "2026-07-28";
    private const string Extension = "io.modelcontextprotocol/";
    private const int Depth = 4;

    private static readonly string[] Tools = ["t", "get-pod", "list-endpoints", "create_pod", "a/b.c", "T"];
    private static readonly string[] Uris = ["file:///a", "file:///\u00E9", "x://y?z=1#k", "runpod://a b", "=?base64?Zm9v?="];
    private static readonly string[] Prompts = ["review", "r\u00E9sum\u00E9", " p ", "p\nq", "=?base64?eA==?="];
    private static readonly string[] Plain = ["ping", "tools/list", "resources/list", "prompts/list", "server/discover",
        "logging/setLevel", "tasks/list", "acme/do"];
    private static readonly string[] Tasks = ["tasks/get", "tasks/update", "tasks/cancel", "tasks/result"];

    private readonly Values _values = new(dice);

    /// <summary>A request mostly, a notification or a response at times.</summary>
    public Node.Map Message() => dice.Below(20) switch
    {
        0 => Shuffled(Envelope()
            .Add("method", new Node.Text(dice.Of("notifications/initialized", "notifications/cancelled", "acme/event")))),
        1 => Shuffled(Envelope().Add("id", Id()).Add("result", _values.Map(2))),
        2 => Shuffled(Envelope().Add("id", Id())
            .Add("error", new Node.Map().Add("code", new Node.Token("-1")).Add("message", _values.Text()))),
        _ => Request(),
    };

    public Node.Map Request()
    {
        var (method, parameters) = dice.Below(12) switch
        {
            < 7 => ("tools/call", Named(dice.Of(Tools))),
            7 => ("prompts/get", Named(dice.Of(Prompts))),
            8 => (dice.Of("resources/read", "resources/subscribe", "resources/unsubscribe"), Of("uri", new Node.Text(dice.Of(Uris)))),
            9 => dice.Of(("completion/complete", Reference()), ("subscriptions/listen", Subscriptions())),
            10 => dice.OneIn(2) ? (dice.Of(Tasks), Of("taskId", new Node.Text(dice.Of("t-1", "\u00E9", "x y"))))
                : ("initialize", Initialize()),
            _ => (dice.Of(Plain), dice.OneIn(2) ? null : _values.Map(2)),
        };
        var request = Envelope().Add("id", Id()).Add("method", new Node.Text(method));
        if (parameters is not null)
        {
            if (dice.OneIn(3))
                parameters.Add("_meta", Meta());
            request.Add("params", Shuffled(parameters));
        }

        return Shuffled(request);
    }

    public Node Id() => dice.Below(6) switch
    {
        0 or 1 => new Node.Token(dice.Of("0", "1", "7", "-1", "9007199254740991", "-9007199254740991")),
        2 => new Node.Text(dice.Of("a", "1", "", "\u00E9", "\uD83D\uDE00", "\0", "x-1-y")),
        _ => new Node.Token(dice.Below(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static Node.Map Envelope() => new Node.Map().Add("jsonrpc", new Node.Text("2.0"));

    private static Node.Map Of(string name, Node value) => new Node.Map().Add(name, value);

    private Node.Map Named(string name)
    {
        var parameters = Of("name", new Node.Text(name));
        if (!dice.OneIn(10))
            parameters.Add("arguments", _values.Map(Depth));
        return parameters;
    }

    private Node.Map Initialize() => Of("protocolVersion", new Node.Text(dice.Of("2025-06-18", "2025-11-25", Modern)))
        .Add("capabilities", new Node.Map()).Add("clientInfo", Of("name", _values.Text()));

    private Node.Map Reference() => Of("ref", dice.OneIn(2)
        ? Of("type", new Node.Text("ref/prompt")).Add("name", new Node.Text(dice.Of(Prompts)))
        : Of("type", new Node.Text("ref/resource")).Add("uri", new Node.Text(dice.Of(Uris)))).Add("argument", Of("name", _values.Text()));

    private Node.Map Subscriptions()
    {
        var uris = new Node.List();
        for (var left = dice.Below(3); left > 0; left--)
            uris.Items.Add(new Node.Text(dice.Of(Uris)));
        return Of("notifications", Of("resourceSubscriptions", uris).Add("toolsListChanged", new Node.Token("true")));
    }

    private Node.Map Meta()
    {
        var meta = new Node.Map();
        if (dice.OneIn(2))
            meta.Add(Extension + "protocolVersion", new Node.Text(dice.Of(Modern, Modern, "2025-11-25", "2027-01-01")));
        if (dice.OneIn(2))
            meta.Add(Extension + "clientCapabilities", new Node.Map());
        if (dice.OneIn(3))
            meta.Add("progressToken", Id());
        if (dice.OneIn(4))
            meta.Add("traceparent", new Node.Text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        return meta;
    }

    private Node.Map Shuffled(Node.Map map)
    {
        if (dice.OneIn(3))
        {
            for (var i = map.Members.Count - 1; i > 0; i--)
            {
                var j = dice.Below(i + 1);
                (map.Members[i], map.Members[j]) = (map.Members[j], map.Members[i]);
            }
        }

        return map;
    }
}
