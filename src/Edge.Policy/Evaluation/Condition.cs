namespace Edge.Policy.Evaluation;

/// <summary>A condition as run. Immutable once compiled; thread-safe.</summary>
internal abstract class Condition
{
    /// <summary>The decisions that this condition leads to when it alone decided. Set once, by the compiler.</summary>
    public ConditionVerdicts Verdicts { get; set; } = ConditionVerdicts.None;

    /// <summary>Whether any leaf reads the grant.</summary>
    public abstract bool ReadsGrant { get; }

    /// <summary>Which members of the arguments it depends on; <see cref="Touched.Always"/> among them where on anything else.</summary>
    public abstract ulong Reads { get; }

    /// <summary>The value for the call in <paramref name="frame"/>, whose arguments have been walked over.</summary>
    public abstract ConditionValue Evaluate(scoped in EvaluationFrame frame);

    /// <summary>Every value that some call of this caller and tool could have, whatever its arguments and session.</summary>
    public abstract ConditionValue Possible(scoped in EvaluationFrame frame);

    /// <summary>The innermost condition that alone made this one have <paramref name="value"/>.</summary>
    public abstract Condition Decider(ConditionValue value, scoped in EvaluationFrame frame);
}
