namespace Edge.Policy.Results;

/// <summary>What was done about a finding in a result.</summary>
internal enum ResultAction
{
    /// <summary>A part of a text was replaced.</summary>
    Redacted,

    /// <summary>The values below a name were replaced.</summary>
    Masked,

    /// <summary>A member was taken out.</summary>
    Removed,

    /// <summary>The answer was cut.</summary>
    Truncated,

    /// <summary>The answer was not handed on.</summary>
    Withheld,
}
