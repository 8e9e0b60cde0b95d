using Edge.Policy.Results;

namespace Edge.Policy.Evaluation;

/// <summary>What answers may hold that no rule of a tool is about. Immutable; thread-safe.</summary>
/// <param name="ForOther">For what belongs to no call, and for calls of tools without a rule: what <c>all_tools</c> says.</param>
/// <param name="ForResources">For <c>resources/read</c>.</param>
/// <param name="ForPrompts">For <c>prompts/get</c>.</param>
/// <param name="ForUnknown">
/// For the answer to a call that nobody remembers: everything that the document says anywhere. Null exactly where it says nothing at all.
/// </param>
internal sealed record ResultAccess(
    ResultRules? ForOther, ResultRules? ForResources, ResultRules? ForPrompts, ResultRules? ForUnknown);
