namespace Edge.Fuzz.Generation;

/// <summary>
/// Changes a document where two readers may part: names twice or in other letter case, values of other kinds, depth, size.
/// </summary>
internal sealed class TreeTwists(SplitMix dice, IReadOnlyList<string> protocolNames)
{
    private const int MostDepth = 70;
    private const int LongName = 16 * 1024 + 8;

    private readonly Values _values = new(dice);
    private readonly List<Node> _places = [];

    /// <summary>Changes <paramref name="root"/> in one way and gives the root of what came of it.</summary>
    public Node Twist(Node root)
    {
        _places.Clear();
        Collect(root);
        var maps = _places.OfType<Node.Map>().ToArray();
        if (maps.Length == 0)
            return root;
        // The envelope and what is next to it are few, and most is decided there.
        var map = dice.OneIn(2) ? maps[Math.Min(dice.Below(3), maps.Length - 1)] : dice.In(maps);
        switch (dice.Below(20))
        {
            case 0 or 1:
                Double(map);
                break;
            case 2 or 3 or 4:
                Rename(map);
                break;
            case 5 or 6 or 7 or 8:
                Exchange(map);
                break;
            case 9 or 10:
                if (map.Members.Count > 0)
                    map.Members.RemoveAt(dice.Below(map.Members.Count));
                break;
            case 11 or 12:
                map.Members.Insert(dice.Below(map.Members.Count + 1), (dice.In(protocolNames), _values.Value(1)));
                break;
            case 13:
                map.Add(dice.Of(Words.OddNames), _values.Value(1));
                break;
            case 14:
                map.Add(_values.Name(), new Node.Text(dice.Of(Words.BrokenTexts)));
                break;
            case 15:
                map.Add(_values.Name() + "\u0020deep", Deep(MostDepth - 10 + dice.Below(10)));
                break;
            case 16:
                map.Add(_values.Name(), new Node.Token(dice.Of(Words.NoTokens)));
                break;
            case 17:
                map.Add(dice.OneIn(10) ? new string('n', LongName) : new string('n', dice.Below(300)), _values.Value(0));
                break;
            case 18:
                return Wrap(root);
            default:
                Move(map, maps);
                break;
        }

        return root;
    }

    /// <summary>A document with more members than are read.</summary>
    public static Node Crowd(Node.Map root, int members)
    {
        var crowd = new Node.Map();
        for (var i = 0; i < members; i++)
            crowd.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), new Node.Token("0"));
        return WithParams(root, crowd);
    }

    /// <summary>A document with more values than are read.</summary>
    public static Node LongList(Node.Map root, int values)
    {
        var list = new Node.List();
        list.Items.AddRange(Enumerable.Repeat<Node>(new Node.Token("0"), values));
        return WithParams(root, new Node.Map().Add("arguments", list));
    }

    private static Node.Map WithParams(Node.Map root, Node value)
    {
        root.Members.RemoveAll(member => member.Name == "params");
        return root.Add("params", value);
    }

    private void Collect(Node node)
    {
        _places.Add(node);
        if (node is Node.Map map)
            map.Members.ForEach(member => Collect(member.Value));
        else if (node is Node.List list)
            list.Items.ForEach(Collect);
    }

    private void Double(Node.Map map)
    {
        if (map.Members.Count == 0)
            return;
        var (name, value) = dice.In(map.Members);
        map.Members.Insert(dice.Below(map.Members.Count + 1), (name, dice.OneIn(3) ? value.Clone() : _values.Value(1)));
    }

    // In place of the member, or beside it.
    private void Rename(Node.Map map)
    {
        if (map.Members.Count == 0)
            return;
        var at = dice.Below(map.Members.Count);
        var (name, value) = map.Members[at];
        var renamed = Respelled(name);
        if (dice.OneIn(2))
            map.Members[at] = (renamed, value);
        else
            map.Members.Insert(dice.Below(map.Members.Count + 1), (renamed, dice.OneIn(2) ? value.Clone() : _values.Value(1)));
    }

    private string Respelled(string name) => dice.Below(9) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name.Length > 0 ? char.ToUpperInvariant(name[0]) + name[1..] : "\0",
        2 => name.Replace('s', '\u017F'),
        3 => name.Replace('k', '\u212A'),
        4 => name.Replace('i', dice.Of('\u0131', '\u0130')),
        5 => name + dice.Of("\0", " ", "\u200B", "\uFEFF", "\u0301"),
        6 => dice.Of(" ", "\uFEFF", "_", "\u00AD") + name,
        7 => name.Replace("fi", "\uFB01", StringComparison.Ordinal).Replace("st", "\uFB06", StringComparison.Ordinal),
        _ => name.Normalize(System.Text.NormalizationForm.FormD) + dice.Of("", "s"),
    };

    private void Exchange(Node.Map map)
    {
        if (map.Members.Count == 0)
            return;
        var at = dice.Below(map.Members.Count);
        Node value = dice.Below(8) switch
        {
            0 => new Node.Token("null"),
            1 => new Node.Text(""),
            2 => new Node.Text(new string('x', dice.Of(64, 65, 128, 129, 8192, 8193))),
            3 => new Node.Text(dice.In(protocolNames)),
            4 => new Node.List(),
            _ => _values.Value(2),
        };
        map.Members[at] = (map.Members[at].Name, value);
    }

    private void Move(Node.Map from, Node.Map[] maps)
    {
        if (from.Members.Count == 0)
            return;
        var at = dice.Below(from.Members.Count);
        var (name, value) = from.Members[at];
        from.Members.RemoveAt(at);
        // A copy, so that nothing comes to lie within itself.
        dice.In(maps).Add(name, value.Clone());
    }

    private Node Wrap(Node root)
    {
        if (dice.OneIn(3))
            return dice.OneIn(2) ? _values.Value(0) : new Node.Text("{}");
        var batch = new Node.List();
        batch.Items.Add(root);
        if (dice.OneIn(2))
            batch.Items.Add(root.Clone());
        return batch;
    }

    private Node Deep(int depth)
    {
        Node node = new Node.Token("1");
        for (var i = 0; i < depth; i++)
        {
            if (dice.OneIn(2))
            {
                var list = new Node.List();
                list.Items.Add(node);
                node = list;
            }
            else
            {
                node = new Node.Map().Add("a", node);
            }
        }

        return node;
    }
}
