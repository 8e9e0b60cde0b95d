namespace Edge.Policy.Evaluation;

/// <summary>The conditions <c>all</c> (also the grouped form) and <c>any</c>.</summary>
internal sealed class GroupCondition(bool all, Condition[] children) : Condition
{
    /// <inheritdoc/>
    public override bool ReadsGrant { get; } = children.Any(child => child.ReadsGrant);

    /// <inheritdoc/>
    public override ulong Reads => children.Aggregate(0UL, (reads, child) => reads | child.Reads);

    /// <inheritdoc/>
    public override ConditionValue Evaluate(scoped in EvaluationFrame frame)
    {
        var strongest = all ? ConditionValue.False : ConditionValue.True;
        var seen = ConditionValue.None;
        foreach (var child in children)
        {
            seen |= child.Evaluate(frame);
            if ((seen & strongest) != 0)
                return strongest;
        }

        return Combine(seen);
    }

    /// <inheritdoc/>
    public override ConditionValue Possible(scoped in EvaluationFrame frame)
    {
        var possible = Combine(ConditionValue.None);
        foreach (var child in children)
        {
            var more = child.Possible(frame);
            var combined = ConditionValue.None;
            for (var one = ConditionValue.True; one <= ConditionValue.Unevaluable; one = (ConditionValue)((int)one << 1))
            {
                for (var other = ConditionValue.True; other <= ConditionValue.Unevaluable; other = (ConditionValue)((int)other << 1))
                {
                    if ((possible & one) != 0 && (more & other) != 0)
                        combined |= Combine(one | other);
                }
            }

            possible = combined;
        }

        return possible;
    }

    /// <inheritdoc/>
    public override Condition Decider(ConditionValue value, scoped in EvaluationFrame frame)
    {
        // All of `all` made it true, and all of `any` made it false; nor was one absent child of `any` enough, for the others are false.
        var one = children.Length == 1 || (all ? value != ConditionValue.True : value is ConditionValue.True or ConditionValue.Unevaluable);
        Condition? decider = null;
        foreach (var child in children)
        {
            if (!one || child.Evaluate(frame) != value)
                continue;
            if (decider is not null)
                return this;
            decider = child;
        }

        return decider?.Decider(value, frame) ?? this;
    }

    private ConditionValue Combine(ConditionValue seen) => all ? ConditionValues.OfAll(seen) : ConditionValues.OfAny(seen);
}
