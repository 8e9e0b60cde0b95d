namespace Edge.Fuzz.Generation;

/// <summary>Makes values of arguments.</summary>
internal sealed class Values(SplitMix dice)
{
    private const int LongNumber = 330;

    /// <summary>An object as deep as asked at most; its names are unique unless somebody doubles them.</summary>
    public Node.Map Map(int depth)
    {
        var map = new Node.Map();
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var left = dice.Below(5); left > 0; left--)
        {
            var name = Name();
            if (used.Add(name))
                map.Add(name, Value(depth - 1));
        }

        return map;
    }

    public Node Value(int depth) => dice.Below(depth > 0 ? 10 : 6) switch
    {
        0 or 1 => Text(),
        2 or 3 => Number(),
        4 => new Node.Token(dice.Of(Words.Literals)),
        5 => dice.OneIn(2) ? Text() : Number(),
        6 or 7 or 8 => Map(depth),
        _ => List(depth),
    };

    public string Name() => dice.OneIn(24) ? dice.Of(Words.OddNames) : dice.Of(Words.Names);

    public Node Text() => new Node.Text(dice.OneIn(4) ? dice.Of(Words.Texts) + dice.Of(Words.Texts) : dice.Of(Words.Texts));

    private Node.List List(int depth)
    {
        var list = new Node.List();
        for (var left = dice.Below(4); left > 0; left--)
            list.Items.Add(Value(depth - 1));
        return list;
    }

    private Node.Token Number()
    {
        if (!dice.OneIn(3))
            return new Node.Token(dice.Of(Words.Numbers));
        var digits =
            string.Concat(Enumerable.Range(0, dice.OneIn(40) ? LongNumber : dice.Below(20)).Select(_ => (char)('0' + dice.Below(10))));
        var whole = digits.TrimStart('0') is { Length: > 0 } number ? number : "0";
        return new Node.Token(dice.Of("", "-") + whole + dice.Of("", "", ".5", ".10", ".000000000000000001")
            + dice.Of("", "", "", "e2", "E-3", "e+17", "e-320"));
    }
}
