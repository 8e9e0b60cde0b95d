using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Policy.Testing;

/// <summary>A decision with what its limits said. Immutable.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Statuses">What each limit of the call said; empty where none was asked.</param>
/// <param name="Refusal">Which limit had no room; null where all had.</param>
internal sealed record SimulatedDecision(Decision Decision, IReadOnlyList<LimitStatus> Statuses, LimitRefusal? Refusal);
