using System.Collections.Immutable;
using System.Globalization;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Text;

namespace Edge.Policy.Testing;

/// <summary>What would have to change for another outcome.</summary>
internal static class ExplainedChanges
{
    /// <summary>One sentence for each thing, each with its place. All of them for a denial; any of them for what is allowed.</summary>
    public static IEnumerable<string> Of(PolicyDocument document, ToolEntry? entry, Call call, SimulatedDecision decided)
    {
        var decision = decided.Decision;
        var tool = UserText.Quote(call.Tool ?? "");
        if (decision.Outcome == DecisionOutcome.Deny)
        {
            switch (decision.Reason)
            {
                case DecisionReason.Hidden:
                    return [$"to be allowed, {tool} must not match {decision.Rule}"];
                case DecisionReason.NotListed:
                    return decision.Rule.Length == 0 ? [$"to be allowed, the tool needs a valid name"]
                        : [$"to be allowed, {tool} needs an entry in /tools"];
                case DecisionReason.Denied:
                    return [$"to be allowed, {decision.Rule} must not be 'deny'"];
                case DecisionReason.MethodNotAllowed:
                    return [$"to be allowed, {decision.Rule} must not deny 'tools/call'"];
                case DecisionReason.RateLimited:
                    return [decided.Refusal switch
                    {
                        { NeverFits: true } => $"to be allowed, the call must cost less: {decision.Rule} can never hold it",
                        { ResetAt: { } time } => string.Create(CultureInfo.InvariantCulture,
                            $"to be allowed, the call must wait until {time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: "
                            + $"{decision.Rule} has room then"),
                        _ => $"to be allowed, the call must wait until {decision.Rule} has room",
                    }];
            }
        }

        var isDenied = decision.Outcome == DecisionOutcome.Deny;
        List<string> changes = [];
        var (all, rule) = (document.AllTools, entry?.Rule);
        Add([.. all?.DenyIf ?? [], .. rule?.DenyIf ?? []], isRequire: false, call, isDenied, changes);
        Add([.. all?.Require ?? [], .. rule?.Require ?? []], isRequire: true, call, isDenied, changes);
        if (!isDenied && rule?.Approval is { } approval)
        {
            var asks = decision.Outcome == DecisionOutcome.ApprovalRequired;
            changes.AddRange(approval.When.Where(when => IsTrue(when, call) == asks).Select(when =>
                $"{(asks ? "to be allowed without a person" : "to need a person")}, {when.Place.Pointer} must "
                + $"{(asks ? "not " : "")}be true: {ConditionWords.Describe(when)}"));
        }

        return changes;
    }

    // Every condition that stands in the way of a denied call; every one that could deny an allowed one.
    private static void Add(
        ImmutableArray<ConditionDocument> conditions, bool isRequire, Call call, bool isDenied, List<string> changes)
    {
        foreach (var condition in conditions)
        {
            var value = ConditionProbe.Evaluate(condition, isRequire, call);
            var passes = isRequire ? value == ConditionValue.True : value is ConditionValue.False or ConditionValue.Absent;
            if (passes != isDenied)
            {
                changes.Add($"to be {(isDenied ? "allowed" : "denied")}, {condition.Place.Pointer} must "
                    + $"{(isRequire == isDenied ? "" : "not ")}be true: {ConditionWords.Describe(condition)}");
            }
        }
    }

    private static bool IsTrue(ConditionDocument condition, Call call) =>
        ConditionProbe.Evaluate(condition, every: false, call) == ConditionValue.True;
}
