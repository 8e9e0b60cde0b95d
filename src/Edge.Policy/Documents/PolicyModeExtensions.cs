namespace Edge.Policy.Documents;

/// <summary>How <see cref="PolicyMode"/> is written.</summary>
internal static class PolicyModeExtensions
{
    /// <summary>A value of <c>edge.policy.mode</c>.</summary>
    public static string ToSlug(this PolicyMode mode) => mode switch
    {
        PolicyMode.Enforce => "enforce",
        PolicyMode.Shadow => "shadow",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A new mode needs a written form."),
    };
}
