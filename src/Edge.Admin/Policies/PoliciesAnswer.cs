namespace Edge.Admin.Policies;

/// <summary>The active policies.</summary>
/// <param name="Editing">Whether they may be saved here.</param>
/// <param name="Policies">The policies, by name.</param>
internal sealed record PoliciesAnswer(bool Editing, IReadOnlyList<PolicyAnswer> Policies);
