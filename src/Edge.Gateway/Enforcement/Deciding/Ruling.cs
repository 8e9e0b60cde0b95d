using Edge.Gateway.Calls;
using Edge.Policy.Calls;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>What one look at a call came to: the verdict, unless the call may wait for a person and be looked at again.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Approval">The approval that speaks for the call; null where none was asked for.</param>
internal readonly record struct Ruling(Decision Decision, CallApproval? Approval);
