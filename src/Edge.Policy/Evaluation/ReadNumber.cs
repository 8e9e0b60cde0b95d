namespace Edge.Policy.Evaluation;

/// <summary>The number of the arguments that was read last, so that it is read once for all tests of its value.</summary>
/// <param name="End">Where its text ends in the arguments; 0 for none yet.</param>
/// <param name="Value">The number.</param>
/// <param name="IsExact">Whether it is the same after its way through a double.</param>
internal readonly record struct ReadNumber(long End, double Value, bool IsExact);
