using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Stores;

namespace Edge.Gateway.Stores;

/// <summary>
/// Decides on calls whose limits could not be asked (<c>Edge:Store:FailureMode</c>), and counts those let through. Thread-safe.
/// </summary>
internal sealed partial class StoreFailures(FailureMode mode, ILogger<StoreFailures> logger)
{
    private const string AwayMessage = "the limits of this call cannot be checked at the moment; try again later";

    private static readonly Decision Denied = Failed(PolicyMode.Enforce, AwayMessage);
    private static readonly Decision InShadow = Failed(PolicyMode.Shadow, AwayMessage);
    private static readonly Decision Busy = Failed(
        PolicyMode.Enforce, "too many calls of the same limits are counted at the moment; try again in a second");
    private static readonly Decision Refused = Failed(PolicyMode.Enforce, "the limits of this call cannot be counted");

    private long _letThrough;

    /// <summary>How many calls with an enforced limit went on without it.</summary>
    public long LetThrough => Interlocked.Read(ref _letThrough);

    /// <summary>What becomes of <paramref name="call"/>, on which <paramref name="decision"/> was made but for its limits.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="call">The call.</param>
    /// <param name="server">The server called.</param>
    /// <param name="problem">Why the store gave no answer.</param>
    public Decision Decide(Decision decision, Call call, string server, StoreProblem problem)
    {
        // A failed store forwards what is in shadow (policy-format.md, "Shadow"); what shadow already holds against the call stays said.
        if (!HasEnforced(call.Charges))
            return decision.Outcome == DecisionOutcome.Allow ? InShadow : decision;
        // A store that is there lets nothing through unasked: who asks too much would choose to be without limits.
        if (problem != StoreProblem.Away)
            return problem == StoreProblem.Busy ? Busy : Refused;
        if (mode == FailureMode.Closed)
            return Denied;
        Interlocked.Increment(ref _letThrough);
        Log.LetThrough(logger, call.Tool, server, call.Caller.GrantId);
        return decision;
    }

    private static bool HasEnforced(ChargeList charges)
    {
        foreach (ref readonly var charge in charges.Items)
        {
            if (!charge.Limit.Shadow)
                return true;
        }

        return false;
    }

    private static Decision Failed(PolicyMode mode, string message) => new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.StoreUnavailable,
        Rule = "",
        Mode = mode,
        Message = message,
    };

    private static partial class Log
    {
        [LoggerMessage(700, LogLevel.Warning,
            "Let '{Tool}' on '{Server}' from '{Grant}' through without its limits: the store is unavailable.",
            EventName = nameof(LetThrough))]
        public static partial void LetThrough(ILogger logger, string? tool, string server, string grant);
    }
}
