namespace Edge.Policy.Results;

/// <summary>Why an answer is not handed on.</summary>
internal enum WithheldCause
{
    /// <summary>Its content is denied.</summary>
    Denied,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,

    /// <summary>It cannot be judged: no JSON, or no JSON where a name is to be masked, or searching it takes too many steps.</summary>
    Unreadable,
}
