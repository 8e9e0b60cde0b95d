namespace Edge.Policy.Matching;

/// <summary>One step of a <see cref="LinearRegex"/>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Next">The step behind it.</param>
/// <param name="Other">The second step of a split.</param>
/// <param name="Set">The characters that it takes.</param>
internal readonly record struct RegexStep(RegexStepKind Kind, int Next, int Other, CharacterSet? Set);
