using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Gateway.Calls;

/// <summary>What was decided about a call.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Id">Its id, in the denial, the span and the log line.</param>
/// <param name="Approval">The approval that speaks for the call; null where none was asked for.</param>
/// <param name="Lease">What the call holds of its limits, or why it holds nothing; null where no limit was asked.</param>
internal readonly record struct Verdict(Decision Decision, string Id, CallApproval? Approval, CallLease? Lease);
