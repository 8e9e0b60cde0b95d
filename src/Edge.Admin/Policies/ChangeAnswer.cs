namespace Edge.Admin.Policies;

/// <summary>Calls that another policy would treat otherwise, or might.</summary>
/// <param name="Target">The tool, prompt or resource.</param>
/// <param name="Grant">Who called.</param>
/// <param name="Before">
/// What the active policy does: <c>allow</c>, <c>ask</c>, <c>deny</c>, <c>shadow</c>, or several joined by <c>|</c> where the arguments
/// would tell.
/// </param>
/// <param name="After">What the other would do.</param>
/// <param name="RuleBefore">The place that decides now; absent where the arguments would tell.</param>
/// <param name="RuleAfter">The place that would decide; absent where the arguments would tell.</param>
/// <param name="Calls">How many of the kept calls.</param>
internal sealed record ChangeAnswer(string Target, string Grant, string Before, string After, string? RuleBefore, string? RuleAfter,
    int Calls);
