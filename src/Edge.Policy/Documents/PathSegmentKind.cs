namespace Edge.Policy.Documents;

/// <summary>The kinds of step in a path.</summary>
internal enum PathSegmentKind
{
    /// <summary>A member of an object.</summary>
    Member,

    /// <summary>One element of an array.</summary>
    Index,

    /// <summary>Every element of an array.</summary>
    Each,

    /// <summary><c>.keys()[*]</c>: every member name of an object. Always the last step.</summary>
    EachName,

    /// <summary><c>.values()[*]</c>: every member value of an object. Always the last step.</summary>
    EachValue,
}
