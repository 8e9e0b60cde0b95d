namespace Edge.Policy.Documents;

/// <summary>
/// Compares values of a policy as <c>eq</c> does: same JSON type and value, members in any order (policy-format.md, Condition).
/// </summary>
internal static class PolicyValueEquality
{
    /// <summary>Whether two values are the same.</summary>
    public static bool Same(PolicyValue left, PolicyValue right) => (left, right) switch
    {
        (PolicyValue.List a, PolicyValue.List b) => a.Items.Length == b.Items.Length
            && a.Items.Zip(b.Items).All(pair => Same(pair.First, pair.Second)),
        (PolicyValue.Map a, PolicyValue.Map b) => a.Members.Length == b.Members.Length && HasAll(a, b),
        _ => left == right,
    };

    private static bool HasAll(PolicyValue.Map left, PolicyValue.Map right)
    {
        var members = right.Members.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        return left.Members.All(m => members.TryGetValue(m.Key, out var other) && Same(m.Value, other));
    }
}
