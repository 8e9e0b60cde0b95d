namespace Edge.Policy.Documents;

/// <summary>One step of a path: a member by name, an element by index, or every element.</summary>
internal readonly record struct PathSegment
{
    private PathSegment(PathSegmentKind kind, string? name, int index) => (Kind, Name, Index) = (kind, name, index);

    /// <summary>Which kind of step this is.</summary>
    public PathSegmentKind Kind { get; }

    /// <summary>The member's name; null unless <see cref="Kind"/> is <see cref="PathSegmentKind.Member"/>.</summary>
    public string? Name { get; }

    /// <summary>The element's index from 0; 0 unless <see cref="Kind"/> is <see cref="PathSegmentKind.Index"/>.</summary>
    public int Index { get; }

    /// <summary><c>[*]</c>.</summary>
    public static PathSegment Each => new(PathSegmentKind.Each, null, 0);

    /// <summary><c>.keys()[*]</c>.</summary>
    public static PathSegment EachName => new(PathSegmentKind.EachName, null, 0);

    /// <summary><c>.values()[*]</c>.</summary>
    public static PathSegment EachValue => new(PathSegmentKind.EachValue, null, 0);

    /// <summary>Whether the step leads to several values, so that the path has no single one.</summary>
    public bool IsEvery => Kind == PathSegmentKind.Each || IsLast;

    /// <summary>Whether the step leads to the names or values of an object, after which no other step comes.</summary>
    public bool IsLast => Kind is PathSegmentKind.EachName or PathSegmentKind.EachValue;

    /// <summary><c>.name</c> or <c>["name"]</c>.</summary>
    public static PathSegment Member(string name) => new(PathSegmentKind.Member, name, 0);

    /// <summary><c>[0]</c>.</summary>
    public static PathSegment Element(int index) => new(PathSegmentKind.Index, null, index);
}
