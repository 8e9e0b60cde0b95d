namespace Edge.Policy.Evaluation;

/// <summary>Where a sent value lies in the arguments; or, with a negative length, the number that a function made of it.</summary>
internal readonly record struct CapturedValue(long Start, long Length, double Number);
