using Edge.Policy.Documents;
using Edge.Policy.Limits;

namespace Edge.Telemetry;

/// <summary>How enumerations are written in spans, metrics and records: closed lists, on which dashboards depend.</summary>
internal static class WrittenForms
{
    /// <summary>A value of <c>edge.policy.mode</c>.</summary>
    public static string ToSlug(this PolicyMode mode) => mode switch
    {
        PolicyMode.Enforce => "enforce",
        PolicyMode.Shadow => "shadow",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A new mode needs a written form."),
    };

    /// <summary>A value of <c>edge.limit.state</c>.</summary>
    public static string ToSlug(this LimitState state) => state switch
    {
        LimitState.Within => "within",
        LimitState.Near => "near",
        LimitState.Over => "over",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a written form."),
    };

    /// <summary>A value of <c>edge.store.operation</c>.</summary>
    public static string ToSlug(this StoreOperation operation) => operation switch
    {
        StoreOperation.Take => "take",
        StoreOperation.Look => "look",
        StoreOperation.End => "end",
        StoreOperation.FindFreeze => "find_freeze",
        StoreOperation.ChangeFreeze => "change_freeze",
        StoreOperation.Renew => "renew",
        StoreOperation.Sweep => "sweep",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "A new operation needs a written form."),
    };
}
