namespace Edge.Fuzz.Generation;

/// <summary>JSON as it is about to be written: names may repeat, texts may hold half a surrogate pair, tokens may be none.</summary>
internal abstract class Node
{
    public abstract Node Clone();

    internal sealed class Map : Node
    {
        public List<(string Name, Node Value)> Members { get; } = [];

        public Map Add(string name, Node value)
        {
            Members.Add((name, value));
            return this;
        }

        public override Node Clone()
        {
            var copy = new Map();
            foreach (var (name, value) in Members)
                copy.Add(name, value.Clone());
            return copy;
        }
    }

    internal sealed class List : Node
    {
        public List<Node> Items { get; } = [];

        public override Node Clone()
        {
            var copy = new List();
            foreach (var item in Items)
                copy.Items.Add(item.Clone());
            return copy;
        }
    }

    internal sealed class Text(string value) : Node
    {
        public string Value { get; } = value;

        public override Node Clone() => this;
    }

    /// <summary>Numbers, literals, and whatever else stands in a value's place.</summary>
    internal sealed class Token(string raw) : Node
    {
        public string Raw { get; } = raw;

        public override Node Clone() => this;
    }
}
