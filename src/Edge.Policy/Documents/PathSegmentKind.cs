namespace Edge.Policy.Documents;

/// <summary>The kinds of step in a path.</summary>
public enum PathSegmentKind
{
    /// <summary>A member of an object.</summary>
    Member,

    /// <summary>One element of an array.</summary>
    Index,

    /// <summary>Every element of an array.</summary>
    Each,
}
