using Edge.Fuzz.Generation;

namespace Edge.Fuzz.Policies;

/// <summary>Makes policies: those of the repository changed, and rules put together of the format's words.</summary>
internal sealed class PolicyInputs(SplitMix dice)
{
    private static readonly string[] Members =
    [
        "version", "default", "mode", "denials", "hide", "all_tools", "tools", "methods", "resources", "prompts", "allow", "deny",
            "action", "reason", "on_deny", "require", "deny_if", "limits",
        "rate_limit", "approval", "shadow", "path", "op", "value", "optional", "all", "any", "not", "conditions", "counter", "window",
            "max", "scope", "algorithm", "increment", "increment_from",
        "increment_table", "values", "burst", "linger", "allotment", "when", "timeout", "hold", "message", "$schema", "description",
    ];

    private static readonly string[] Operators =
        ["eq", "neq", "lt", "lte", "gt", "gte", "in", "not_in", "contains", "regex", "exists", "type"];

    private static readonly string[] Paths =
    [
        "args", "args.a", "args.b", "args.k", "args.id", "args.a.b", "args.a[0]", "args.a[*]", "args.a[*].k", "args.keys()",
            "args.a.length()", "args.a.bytes()", "args[\"a.b\"]", "args.body.gpu.count",
        "args.keys()[*]", "args.a.values()[*]",
        "grant.id", "grant.labels.team", "tool", "session.id", "args.", "args[", "args.a[-1]", "args.\u212A", "arg", "",
    ];

    /// <summary>A policy's bytes, good about half of the time.</summary>
    public byte[] Make()
    {
        if (dice.OneIn(8))
            return ByteTwists.Twist(dice, dice.In(dice.OneIn(3) ? PolicyFiles.Bad : PolicyFiles.Good));
        var root = dice.OneIn(2) ? Made() : NodeReader.Read(dice.In(dice.OneIn(4) ? PolicyFiles.Bad : PolicyFiles.Good)) ?? Made();
        var twists = new TreeTwists(dice, Members);
        for (var left = dice.Of(0, 0, 1, 1, 2, 4); left > 0; left--)
            root = twists.Twist(root);
        return new Scribe(dice).Write(root);
    }

    private Node.Map Made()
    {
        var tools = new Node.Map().Add("t", Rule());
        if (dice.OneIn(2))
            tools.Add(dice.Of("get-*", "*-pod", "a/b.c", "list-endpoints", "*"), Rule());
        var policy = new Node.Map().Add("version", new Node.Text("1")).Add("default", new Node.Text(dice.Of("deny", "allow")))
            .Add("tools", tools);
        if (dice.OneIn(4))
            policy.Add("all_tools", new Node.Map().Add("deny_if", Conditions()));
        if (dice.OneIn(8))
            policy.Add("hide", new Node.List { Items = { new Node.Text(dice.Of("T", "create*", "*")) } });
        return policy;
    }

    private Node.Map Rule()
    {
        var rule = new Node.Map();
        if (!dice.OneIn(3))
            rule.Add("require", Conditions());
        if (dice.OneIn(2))
            rule.Add("deny_if", Conditions());
        if (dice.OneIn(3))
            rule.Add("limits", new Node.List { Items = { Limit() } });
        if (dice.OneIn(8))
            rule.Add("approval", new Node.Map().Add("when", Conditions()));
        return rule;
    }

    private Node.Map Limit() => new Node.Map().Add("counter", new Node.Text(dice.Of("c", "d")))
        .Add("window", new Node.Text(dice.Of("minute", "hour", "30s", "7d")))
        .Add("max", new Node.Token(dice.Of("1", "10", "0.5")))
        .Add("scope", new Node.Text(dice.Of("grant", "global", "args.a", "args.a.b", "ip", "session")))
        .Add("algorithm", new Node.Text(dice.Of("fixed", "sliding", "token_bucket"))).Add("increment", new Node.Token(dice.Of("1", "2.5")));

    private Node.List Conditions()
    {
        var list = new Node.List();
        for (var left = 1 + dice.Below(2); left > 0; left--)
            list.Items.Add(Condition(2));
        return list;
    }

    private Node.Map Condition(int depth)
    {
        if (depth > 0 && dice.OneIn(4))
        {
            return dice.OneIn(3)
                ? new Node.Map().Add("not", Condition(depth - 1))
                : new Node.Map().Add(dice.Of("all", "any"), new Node.List { Items = { Condition(depth - 1), Condition(depth - 1) } });
        }

        var op = dice.Of(Operators);
        var leaf =
            new Node.Map().Add("path",
            new Node.Text(dice.OneIn(10) ? dice.Of(Paths)
                : dice.Of("args.a", "args.b", "args.a.b", "args.k", "args.a[*]", "args.body.gpu.count", "args.keys()")))
                .Add("op", new Node.Text(op));
        return leaf.Add("value", ValueFor(op));
    }

    private Node ValueFor(string op)
    {
        var values = new Values(dice);
        return op switch
        {
            "exists" => new Node.Token(dice.Of("true", "false")),
            "type" => new Node.Text(dice.Of("string", "number", "boolean", "object", "array", "null")),
            "regex" => new Node.Text(Patterns.Make(dice)),
            "in" or "not_in" => new Node.List { Items = { values.Value(1), values.Value(1) } },
            "lt" or "lte" or "gt" or "gte" => new Node.Token(dice.Of("0", "1", "8", "2.5")),
            _ => dice.OneIn(6) ? new Node.Map().Add("path", new Node.Text(dice.Of(Paths))) : values.Value(1),
        };
    }
}
