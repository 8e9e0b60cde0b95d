using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>What a leaf does when its path leads to nothing.</summary>
/// <param name="Default">The value to use; null for none.</param>
/// <param name="Optional">Whether the leaf is then true.</param>
internal readonly record struct LeafAbsence(PolicyValue? Default, bool Optional)
{
    /// <summary>
    /// The value of a leaf whose path leads to nothing: <c>exists</c> answers, else the default, else <c>optional</c>, else absent.
    /// </summary>
    public ConditionValue Resolve(LeafTest test, scoped in EvaluationFrame frame)
    {
        if (test.WhenAbsent != ConditionValue.Absent)
            return test.WhenAbsent;
        if (Default is not null)
            return test.Apply(Operand.OfStated(Default), frame);
        return Optional ? ConditionValue.True : ConditionValue.Absent;
    }
}
