namespace Edge.Policy.Matching;

/// <summary>A part of a regular expression, as read.</summary>
internal abstract record RegexNode
{
    /// <summary>One character of a set.</summary>
    public sealed record Character(CharacterSet Set) : RegexNode;

    /// <summary>A place that takes no character.</summary>
    public sealed record Assertion(RegexStepKind Kind) : RegexNode;

    /// <summary>One after the other; without parts, nothing.</summary>
    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    /// <summary>One of them.</summary>
    public sealed record Choice(IReadOnlyList<RegexNode> Branches) : RegexNode;

    /// <summary>As often as said; without <paramref name="Most"/>, any number of times from the least on.</summary>
    public sealed record Repeat(RegexNode Part, int Least, int? Most) : RegexNode;
}
