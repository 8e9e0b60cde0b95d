namespace Edge.Policy.Results;

/// <summary>One element of <c>mask</c> or <c>remove</c> as run.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Rule">Its place, as a JSON pointer.</param>
/// <param name="IsShadow">Whether what it finds is only counted.</param>
internal sealed record NameRule(string Name, string Rule, bool IsShadow);
