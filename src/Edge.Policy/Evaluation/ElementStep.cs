namespace Edge.Policy.Evaluation;

/// <summary>A step to one element of an array.</summary>
internal sealed record ElementStep(int Index, PathNode Node);
