namespace Edge.Policy.Matching;

/// <summary>What one step of a <see cref="LinearRegex"/> does.</summary>
internal enum RegexStepKind : byte
{
    /// <summary>Takes a character of a set.</summary>
    Character,

    /// <summary>Goes on at two places.</summary>
    Split,

    /// <summary>Holds before the first character.</summary>
    Start,

    /// <summary>Holds behind the last character.</summary>
    End,

    /// <summary>Holds between a word and what is none.</summary>
    Boundary,

    /// <summary>Holds everywhere else.</summary>
    NoBoundary,

    /// <summary>The expression matches.</summary>
    Match,
}
