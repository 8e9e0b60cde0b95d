namespace Edge.Policy.Limits;

/// <summary>How <see cref="LimitState"/> is written.</summary>
public static class LimitStateExtensions
{
    /// <summary>A value of <c>edge.limit.state</c>.</summary>
    public static string ToSlug(this LimitState state) => state switch
    {
        LimitState.Within => "within",
        LimitState.Near => "near",
        LimitState.Over => "over",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a written form."),
    };
}
