using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Policies;

/// <summary>What a policy says of one tool, or of a pattern that no known tool has.</summary>
internal sealed record ToolAnswer
{
    /// <summary>The tool's name, or the pattern.</summary>
    public required string Tool { get; init; }

    /// <summary><c>offered_and_named</c>; <c>offered</c>: no entry names it; <c>named</c>: no server's list had it.</summary>
    [AllowedValues("offered_and_named", "offered", "named")]
    public required string Presence { get; init; }

    /// <summary>The servers whose lists had it.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>
    /// <c>allow</c>, <c>deny</c>, <c>require_approval</c>, <c>hidden</c>, or <c>not_listed</c> where the default denies it.
    /// </summary>
    [AllowedValues("allow", "deny", "require_approval", "hidden", "not_listed")]
    public required string Action { get; init; }

    /// <summary>Whether some or all of its calls need a person.</summary>
    [AllowedValues("never", "sometimes", "always")]
    public required string Approval { get; init; }

    /// <summary><c>enforce</c> or <c>shadow</c>.</summary>
    [AllowedValues("enforce", "shadow")]
    public required string Mode { get; init; }

    /// <summary>The place of its rule, as a JSON pointer.</summary>
    public required string Rule { get; init; }

    /// <summary>How many conditions it has, those for all tools included.</summary>
    public required int Conditions { get; init; }

    /// <summary>Its limits in words, those for all tools included.</summary>
    public required IReadOnlyList<string> Limits { get; init; }
}
