using Edge.Policy.Calls;
using Edge.Policy.Freezes;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>The decisions of the stop button. It is not policy: they have no rule, and shadow does not soften them.</summary>
internal static class StopDecisions
{
    private static readonly Decision Grant = Frozen("an operator has stopped this caller");
    private static readonly Decision Server = Frozen("an operator has stopped this server");
    private static readonly Decision All = Frozen("an operator has stopped everything");

    /// <summary>It cannot be known whether the caller is stopped: so it is.</summary>
    public static readonly Decision Unknown =
        Deny(DecisionReason.StoreUnavailable, "Edge cannot check at the moment whether this is frozen");

    /// <summary>What a freeze means for a message. The operator's reason is for operators.</summary>
    public static Decision For(Freeze freeze) => freeze.Target.Scope switch
    {
        FreezeScope.Grant => Grant,
        FreezeScope.Server => Server,
        FreezeScope.All => All,
        _ => throw new ArgumentOutOfRangeException(nameof(freeze), freeze.Target.Scope, "A new scope needs a decision."),
    };

    private static Decision Frozen(string message) => Deny(DecisionReason.Frozen, message);

    private static Decision Deny(DecisionReason reason, string message) =>
        new() { Outcome = DecisionOutcome.Deny, Reason = reason, Rule = "", Message = message };
}
