namespace Edge.Policy.Documents;

/// <summary>The operators of a condition, in the order of policy-format.md.</summary>
internal enum ConditionOperator
{
    /// <summary>Same JSON type and value.</summary>
    Equal,

    /// <summary>Not <see cref="Equal"/>.</summary>
    NotEqual,

    /// <summary>Both numbers, less.</summary>
    Less,

    /// <summary>Both numbers, less or equal.</summary>
    LessOrEqual,

    /// <summary>Both numbers, greater.</summary>
    Greater,

    /// <summary>Both numbers, greater or equal.</summary>
    GreaterOrEqual,

    /// <summary>Equal to a member of a list.</summary>
    In,

    /// <summary>Equal to no member of a list.</summary>
    NotIn,

    /// <summary>Substring of a string, or element of a list.</summary>
    Contains,

    /// <summary>A string that matches, unanchored, in linear time.</summary>
    Regex,

    /// <summary>Present and not null, or with <c>false</c> absent or null.</summary>
    Exists,

    /// <summary>The JSON type by name.</summary>
    Type,
}
