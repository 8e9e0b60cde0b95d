using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Limits;

/// <summary>One count of one limit.</summary>
internal sealed record LimitAnswer
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>The counter's name.</summary>
    public required string Counter { get; init; }

    /// <summary>Whose count it is; empty for everybody's.</summary>
    public required IReadOnlyList<ScopeAnswer> Scope { get; init; }

    /// <summary><c>fixed</c>, <c>sliding</c>, <c>token_bucket</c> or <c>concurrency</c>.</summary>
    [AllowedValues("fixed", "sliding", "token_bucket", "concurrency")]
    public required string Algorithm { get; init; }

    /// <summary>The window's length in seconds; 0 for concurrency.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>How much is taken.</summary>
    public required decimal Used { get; init; }

    /// <summary>How much fits; where several limits read one count, the narrowest.</summary>
    public required decimal Max { get; init; }

    /// <summary><c>within</c>, <c>near</c> (over 80 %) or <c>over</c>.</summary>
    [AllowedValues("within", "near", "over")]
    public required string State { get; init; }

    /// <summary>When everything is free again; absent where nobody can know, or nothing is taken.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary><c>enforce</c> or <c>shadow</c>.</summary>
    [AllowedValues("enforce", "shadow")]
    public required string Mode { get; init; }

    /// <summary>The limit's place in the policy.</summary>
    public required string Rule { get; init; }
}
