namespace Edge.Policy.Evaluation;

/// <summary>
/// The inner values of a condition (policy-format.md, Condition), as flags: several together are the values seen in a list, in no order,
/// which is why order never changes an outcome.
/// </summary>
[Flags]
internal enum ConditionValue : byte
{
    /// <summary>No value was seen.</summary>
    None = 0,

    /// <summary>The condition holds.</summary>
    True = 1,

    /// <summary>The condition does not hold.</summary>
    False = 2,

    /// <summary>The path leads to nothing.</summary>
    Absent = 4,

    /// <summary>What was sent cannot be read in one way only.</summary>
    Unevaluable = 8,

    /// <summary>A member on the path has a twin that differs in letter case: whatever else was seen is unevaluable.</summary>
    Ambiguous = 16,
}
