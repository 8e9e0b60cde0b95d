using Edge.Policy.Matching;
using Edge.Policy.Results.Detection;

namespace Edge.Policy.Results;

/// <summary>One element of <c>redact</c> as run: a detector, pairs of names and values, or an expression of the policy.</summary>
/// <param name="Name">What the replacement says.</param>
/// <param name="Rule">Its place, as a JSON pointer.</param>
/// <param name="IsShadow">Whether what it finds is only counted.</param>
internal sealed record RedactRule(string Name, string Rule, bool IsShadow)
{
    /// <summary>The detector; null for pairs and expressions.</summary>
    public Detector? Detector { get; init; }

    /// <summary>The expression of the policy; null for shipped detectors.</summary>
    public LinearRegex? Regex { get; init; }
}
