using Edge.Gateway.DecisionFeed;
using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Admin.Decisions;

/// <summary>Which decisions somebody wants to see. Immutable.</summary>
/// <param name="Grant">A part of the grant's id; null for any.</param>
/// <param name="Tool">A part of the tool, the prompt or the resource; null for any.</param>
/// <param name="Decision">The decision as written, or <c>shadow</c> for what was not enforced; null for any.</param>
internal sealed record DecisionFilter(string? Grant, string? Tool, string? Decision)
{
    /// <summary>What stands for decisions that were not enforced.</summary>
    public const string Shadow = "shadow";

    private const int MaxPart = 256;

    /// <summary>What may be asked for as a decision.</summary>
    public static IReadOnlyList<string> Decisions { get; } =
        [.. Enum.GetValues<DecisionOutcome>().Select(outcome => outcome.ToSlug()).Order(StringComparer.Ordinal), Shadow];

    /// <summary>Reads the filter from a query; whatever is empty is not asked for.</summary>
    public static (DecisionFilter Filter, AdminProblem? Problem) Of(IQueryCollection query)
    {
        var filter = new DecisionFilter(Text("grant"), Text("tool"), Text("decision"));
        if (filter.Decision is { } decision && !Decisions.Contains(decision))
            return (filter, new AdminProblem(StatusCodes.Status400BadRequest,
                "decision", $"Ask for one of these decisions: {string.Join(", ", Decisions)}."));
        return (filter, filter.Grant?.Length > MaxPart || filter.Tool?.Length > MaxPart
            ? new AdminProblem(StatusCodes.Status400BadRequest, "too_long", $"Ask for at most {MaxPart} characters.")
            : null);

        string? Text(string name) => query[name] is [{ Length: > 0 } text] ? text : null;
    }

    /// <summary>Whether somebody wants to see it.</summary>
    public bool Matches(KeptDecision decision) =>
        (Grant is null || decision.Caller.GrantId.Contains(Grant, StringComparison.OrdinalIgnoreCase))
        && (Tool is null || decision.Target?.Contains(Tool, StringComparison.OrdinalIgnoreCase) == true)
        && (Decision is null || (Decision == Shadow
            ? decision.Decision is { Mode: PolicyMode.Shadow, Outcome: not DecisionOutcome.Allow }
            : decision.Decision.Outcome.ToSlug() == Decision));
}
