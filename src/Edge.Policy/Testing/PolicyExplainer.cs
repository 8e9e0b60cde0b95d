using System.Collections.Immutable;
using System.Globalization;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Limits;
using Edge.Policy.Matching;

namespace Edge.Policy.Testing;

/// <summary>
/// Explains decisions about tool calls, step by step (policy-format.md, Order of evaluation). The decision is the engine's; the value of
/// each condition is found with the engine's own evaluation. Thread-safe.
/// </summary>
/// <param name="document">The policy as written.</param>
/// <param name="policy">The same policy as run.</param>
internal sealed class PolicyExplainer(PolicyDocument document, CompiledPolicy policy)
{
    /// <summary>Explains a decision that was taken about a call.</summary>
    public Explanation Explain(Call call, SimulatedDecision decided)
    {
        var trace = new List<ExplainedStep>();
        var rule = RuleOf(call);
        Trace(call, rule, decided, trace);
        return new Explanation(decided.Decision, trace, [.. ExplainedChanges.Of(document, rule, call, decided)]);
    }

    /// <summary>The entry of <c>tools</c> that rules a call; null where none does.</summary>
    private ToolEntry? RuleOf(Call call) => call.Tool is { } tool && policy.PatternOf(tool) is { Length: > 0 } pattern
        ? document.Tools.First(entry => entry.Pattern == pattern)
        : null;

    /// <remarks>0: the name and the method. 1: hide. 2: the rule. 3: the action. 4: conditions. 5: approval. 6: limits.</remarks>
    private void Trace(Call call, ToolEntry? entry, SimulatedDecision decided, List<ExplainedStep> steps)
    {
        var tool = call.Tool ?? "";
        var end = decided.Decision.Outcome == DecisionOutcome.Deny ? decided.Decision.Rule : null;
        var name = FoundValue.At(new ValuePath(PathRoot.Tool, null, [], PathFunction.None, "tool"), call);

        // 0: the name and the method
        if (!ToolName.IsValid(tool))
        {
            steps.Add(new("", "tool", "name", "a valid name", name, "false"));
            return;
        }

        if (end is not null && end.StartsWith("/methods", StringComparison.Ordinal))
        {
            steps.Add(new(end, null, "method", null, "\"tools/call\"", "true"));
            return;
        }

        // 1: hide
        if (decided.Decision.Reason == DecisionReason.Hidden)
        {
            var pattern = document.Hide.First(hidden => hidden.Place.Pointer == end).Pattern;
            steps.Add(new(end!, "tool", "hide", pattern, name, "true"));
            return;
        }

        if (!document.Hide.IsEmpty)
            steps.Add(new("/hide", "tool", "hide", null, name, "false"));

        // 2: the rule, or the default
        var isDefault = entry is null;
        steps.Add(isDefault
            ? new(document.DefaultPlace.Pointer, "tool", "default",
                document.Default == DefaultAction.Allow ? "allow" : "deny", name, "true")
            : new(entry!.Rule.Place.Pointer, "tool", "tool", entry.Pattern, name, "true"));
        if (isDefault && document.Default == DefaultAction.Deny)
            return;

        // 3: the action
        var rule = entry?.Rule;
        if (rule is { Action: RuleAction.Deny })
        {
            steps.Add(new(rule.Place.Pointer + "/action", null, "action", "deny", null, "true"));
            if (end == rule.Place.Pointer + "/action")
                return;
        }

        // 4: conditions
        var all = document.AllTools;
        (ImmutableArray<ConditionDocument> Conditions, bool Every)[] lists =
            [(all?.DenyIf ?? [], false), (rule?.DenyIf ?? [], false), (all?.Require ?? [], true), (rule?.Require ?? [], true)];
        foreach (var (conditions, every) in lists)
        {
            if (Add(conditions, every, call, end, steps))
                return;
        }

        // 5: approval
        if (rule is { Approval: { } approval })
        {
            if (approval.When.IsEmpty)
                steps.Add(new(approval.Place.Pointer, null, "approval", null, null, "true"));
            else if (Add(approval.When, every: false, call, end, steps))
                return;
        }

        // 6: limits
        Limits(call, decided, steps);
    }

    private static bool Add(
        ImmutableArray<ConditionDocument> conditions, bool every, Call call, string? end, List<ExplainedStep> steps)
    {
        foreach (var condition in conditions)
        {
            Add(condition, every, call, steps);
            if (condition.Place.Pointer == end)
                return true;
        }

        return false;
    }

    private static void Add(ConditionDocument condition, bool every, Call call, List<ExplainedStep> steps)
    {
        var result = Result(ConditionProbe.Evaluate(condition, every, call));
        switch (condition)
        {
            case ConditionDocument.Leaf leaf:
                steps.Add(new(leaf.Place.Pointer, leaf.Path.Text, ConditionWords.Operator(leaf), ConditionWords.Expected(leaf),
                    FoundValue.At(leaf.Path, call), result));
                break;
            case ConditionDocument.Not not:
                steps.Add(new(not.Place.Pointer, null, "not", null, null, result));
                Add(not.Child, !every, call, steps);
                break;
            case ConditionDocument.All all:
                steps.Add(new(all.Place.Pointer, null, "all", null, null, result));
                foreach (var child in all.Children)
                    Add(child, every, call, steps);
                break;
            case ConditionDocument.Any any:
                steps.Add(new(any.Place.Pointer, null, "any", null, null, result));
                foreach (var child in any.Children)
                    Add(child, every, call, steps);
                break;
        }
    }

    private static void Limits(Call call, SimulatedDecision decided, List<ExplainedStep> steps)
    {
        var charges = call.Charges.Items;
        for (var i = 0; i < charges.Length; i++)
        {
            var (limit, cost) = (charges[i].Limit, charges[i].Cost);
            var result = decided.Statuses.Count <= i ? "not_taken"
                : decided.Statuses[i].State == LimitState.Over ? "no_room" : "room";
            steps.Add(new(limit.Rule, null, "limit", Number(limit.Capacity), Number(cost), result));
            if (result == "no_room" && limit.Rule == decided.Decision.Rule)
                return;
        }

        if (decided.Decision is { Outcome: DecisionOutcome.Deny, Reason: DecisionReason.Unevaluable, Rule: var rule }
            && rule.Contains("limit", StringComparison.Ordinal) && steps.TrueForAll(step => step.Place != rule))
            steps.Add(new(rule, null, "limit", null, null, "unevaluable"));
    }

    /// <summary>A condition's value as it is written.</summary>
    public static string Result(ConditionValue value) => value switch
    {
        ConditionValue.True => "true",
        ConditionValue.False => "false",
        ConditionValue.Absent => "absent",
        _ => "unevaluable",
    };

    private static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
