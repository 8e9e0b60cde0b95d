namespace Edge.Testing.Limits;

/// <summary>One step of a history of calls.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="After">How long after the step before.</param>
/// <param name="Cost">What a call costs.</param>
/// <param name="Which">Which of the open calls ends, modulo how many there are.</param>
public readonly record struct LimitStep(LimitStepKind Kind, TimeSpan After, decimal Cost, int Which);
