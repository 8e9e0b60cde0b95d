namespace Edge.Policy.Evaluation;

/// <summary>
/// A member of a list of conditions, with its value for every call whose arguments have none of the members it depends on: most conditions
/// are about members that most calls do not have.
/// </summary>
internal readonly struct KnownCondition
{
    private readonly ulong _reads;
    private readonly ConditionValue _untouched;

    /// <summary>Prepares <paramref name="condition"/>.</summary>
    /// <param name="condition">The condition, whose paths' tree has been built.</param>
    /// <param name="empty">A call whose arguments are <c>{}</c>, which have been walked over.</param>
    public KnownCondition(Condition condition, scoped in EvaluationFrame empty)
    {
        Condition = condition;
        _reads = condition.Reads;
        if ((_reads & Touched.Always) == 0)
            _untouched = condition.Evaluate(empty);
    }

    /// <summary>The condition.</summary>
    public Condition Condition { get; }

    /// <summary>The value for the call in <paramref name="frame"/>, whose arguments have the members <paramref name="touched"/>.</summary>
    public ConditionValue Evaluate(ulong touched, scoped in EvaluationFrame frame) =>
        (_reads & touched) == 0 ? _untouched : Condition.Evaluate(frame);
}
