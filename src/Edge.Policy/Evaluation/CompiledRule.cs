using Edge.Policy.Calls;
using Edge.Policy.Results;

namespace Edge.Policy.Evaluation;

/// <summary>A rule as run, together with what <c>all_tools</c> says besides. Immutable; thread-safe.</summary>
internal sealed record CompiledRule
{
    /// <summary>The decision when nothing speaks against a call.</summary>
    public required Decision Allowed { get; init; }

    /// <summary>The decision when the action is deny; null for any other action.</summary>
    public required Decision? Denied { get; init; }

    /// <summary>The conditions of <c>all_tools.deny_if</c>.</summary>
    public required KnownCondition[] AllDenyIf { get; init; }

    /// <summary>The conditions of the rule's <c>deny_if</c>.</summary>
    public required KnownCondition[] DenyIf { get; init; }

    /// <summary>The conditions of <c>all_tools.require</c>.</summary>
    public required KnownCondition[] AllRequire { get; init; }

    /// <summary>The conditions of the rule's <c>require</c>.</summary>
    public required KnownCondition[] Require { get; init; }

    /// <summary>Which calls need a person.</summary>
    public required CompiledApproval? Approval { get; init; }

    /// <summary>The limits: those of <c>all_tools</c>, then the rule's.</summary>
    public required CompiledCharge[] Charges { get; init; }

    /// <summary>What answers may hold; null for anything.</summary>
    public required ResultRules? Results { get; init; }

    /// <summary>The paths that all of these read.</summary>
    public required RulePaths Paths { get; init; }
}
