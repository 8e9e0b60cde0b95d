using Edge.Admin.Console.Html;

namespace Edge.Admin.Console;

/// <summary>The entries of the menu.</summary>
internal static class ConsoleSections
{
    /// <summary>What was decided.</summary>
    public const string Decisions = "Decisions";

    /// <summary>What waits for a person.</summary>
    public const string Approvals = "Approvals";

    /// <summary>How full the limits are.</summary>
    public const string Limits = "Limits";

    /// <summary>What is allowed.</summary>
    public const string Policy = "Policy";

    /// <summary>How the servers are.</summary>
    public const string Servers = "Servers";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<(string Title, Address Address)> All { get; } =
    [
        (Decisions, Address.To($"/decisions")),
        (Approvals, Address.To($"/approvals")),
        (Limits, Address.To($"/limits")),
        (Policy, Address.To($"/policies")),
        (Servers, Address.To($"/servers")),
    ];
}
