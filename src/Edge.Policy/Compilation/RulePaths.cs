using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>The trees of the paths that a rule reads, and how much room their values take.</summary>
internal sealed record RulePaths(PathNode? First, PathNode? Second, int Slots, int Nodes, int Captures);
