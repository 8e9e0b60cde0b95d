namespace Edge.Policy.Evaluation;

/// <summary>How values are combined (policy-format.md, Condition).</summary>
internal static class ConditionValues
{
    /// <summary>Every value that a condition can have.</summary>
    public const ConditionValue Any = ConditionValue.True | ConditionValue.False | ConditionValue.Absent | ConditionValue.Unevaluable;

    /// <summary>The first of false, unevaluable, absent, true that was <paramref name="seen"/>; true if nothing was.</summary>
    public static ConditionValue OfAll(ConditionValue seen) =>
        (seen & ConditionValue.False) != 0 ? ConditionValue.False
        : (seen & ConditionValue.Unevaluable) != 0 ? ConditionValue.Unevaluable
        : (seen & ConditionValue.Absent) != 0 ? ConditionValue.Absent
        : ConditionValue.True;

    /// <summary>The first of true, unevaluable, absent, false that was <paramref name="seen"/>; false if nothing was.</summary>
    public static ConditionValue OfAny(ConditionValue seen) =>
        (seen & ConditionValue.True) != 0 ? ConditionValue.True
        : (seen & ConditionValue.Unevaluable) != 0 ? ConditionValue.Unevaluable
        : (seen & ConditionValue.Absent) != 0 ? ConditionValue.Absent
        : ConditionValue.False;

    /// <summary>True and false swapped, the rest kept.</summary>
    public static ConditionValue Not(ConditionValue seen)
    {
        var kept = seen & ~(ConditionValue.True | ConditionValue.False);
        if ((seen & ConditionValue.True) != 0)
            kept |= ConditionValue.False;
        return (seen & ConditionValue.False) != 0 ? kept | ConditionValue.True : kept;
    }

    /// <summary>The value of a statement that is either true or false.</summary>
    public static ConditionValue Of(bool statement) => statement ? ConditionValue.True : ConditionValue.False;
}
