namespace Edge.Policy.Results;

/// <summary><c>max_bytes</c> as run.</summary>
/// <param name="MaxBytes">The most bytes of UTF-8 that all strings of an answer may have together.</param>
/// <param name="Rule">Its place, as a JSON pointer.</param>
/// <param name="Truncates">Whether a larger answer is cut; else it is withheld.</param>
/// <param name="IsShadow">Whether a larger answer is only counted.</param>
internal sealed record BoundRule(long MaxBytes, string Rule, bool Truncates, bool IsShadow);
