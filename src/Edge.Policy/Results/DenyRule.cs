using Edge.Policy.Matching;

namespace Edge.Policy.Results;

/// <summary>One element of <c>deny_if</c> as run.</summary>
/// <param name="Regex">What a text may not match.</param>
/// <param name="Rule">Its place, as a JSON pointer.</param>
/// <param name="Message">What the caller is told.</param>
/// <param name="IsShadow">Whether a match is only counted.</param>
internal sealed record DenyRule(LinearRegex Regex, string Rule, string Message, bool IsShadow);
