namespace Edge.Policy.Results;

/// <summary>A part of a text and what stands there instead.</summary>
/// <param name="Start">Where the part begins.</param>
/// <param name="End">The index behind it.</param>
/// <param name="Replacement">What stands there instead.</param>
internal readonly record struct TextEdit(int Start, int End, string Replacement);
