using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>
/// A rule as written, shorthands written out: <c>rate_limit</c> is a member of <see cref="Limits"/>, <c>on_deny</c> is
/// <see cref="Reason"/>.
/// </summary>
internal sealed record RuleDocument
{
    /// <summary>What the rule does; <c>approval</c> without an action is <see cref="RuleAction.RequireApproval"/>.</summary>
    public RuleAction Action { get; init; }

    /// <summary>What the caller is told when this rule denies.</summary>
    public string? Reason { get; init; }

    /// <summary>Conditions of which each must be true.</summary>
    public ImmutableArray<ConditionDocument> Require { get; init; } = [];

    /// <summary>Conditions of which any one that is true denies.</summary>
    public ImmutableArray<ConditionDocument> DenyIf { get; init; } = [];

    /// <summary>Limits that must all have room, in document order.</summary>
    public ImmutableArray<LimitDocument> Limits { get; init; } = [];

    /// <summary>What an answer may hold; null for anything.</summary>
    public ResultsDocument? Results { get; init; }

    /// <summary>Which calls need a person; null when the action is not <see cref="RuleAction.RequireApproval"/>.</summary>
    public ApprovalDocument? Approval { get; init; }

    /// <summary>Whether this rule alone is in shadow.</summary>
    public bool Shadow { get; init; }

    /// <summary>Where the rule stands.</summary>
    public required SourcePlace Place { get; init; }
}
