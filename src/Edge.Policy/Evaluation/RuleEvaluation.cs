using System.Buffers;
using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Evaluates one rule for one call: steps 3 to 6 of policy-format.md, Order of evaluation. A denial of a rule in shadow does not end it,
/// because <c>all_tools</c> may still deny in earnest; what the rule would have taken of its limits is then not taken.
/// </summary>
internal static class RuleEvaluation
{
    private const int MaxOnStack = 64;

    /// <summary>Decides, and fills the call's charges unless the decision is a denial that is enforced.</summary>
    public static Decision Decide(CompiledRule rule, Call call, PolicyMode documentMode, Decision unreadable)
    {
        var paths = rule.Paths;
        var seen = paths.Slots > MaxOnStack ? ArrayPool<ConditionValue>.Shared.Rent(paths.Slots) : null;
        var found = paths.Nodes > MaxOnStack ? ArrayPool<bool>.Shared.Rent(paths.Nodes) : null;
        var captured = paths.Captures > MaxOnStack ? ArrayPool<CapturedValue>.Shared.Rent(paths.Captures) : null;
        var budget = WorkBudget.Of(call.Arguments.Length);
        Span<long> work = [budget];
        Span<ReadNumber> lastNumber = [default];
        var frame = new EvaluationFrame
        {
            Caller = call.Caller,
            Tool = call.Tool ?? "",
            SessionId = call.SessionId,
            Arguments = call.Arguments,
            Work = work,
            LastNumber = lastNumber,
            Seen = seen is null ? stackalloc ConditionValue[paths.Slots] : seen.AsSpan(0, paths.Slots),
            Found = found is null ? stackalloc bool[paths.Nodes] : found.AsSpan(0, paths.Nodes),
            Captured = captured is null ? stackalloc CapturedValue[paths.Captures] : captured.AsSpan(0, paths.Captures),
        };
        frame.Seen.Clear();
        Decision decision;
        try
        {
            decision = Walk(paths, frame, out var touched) ? Decide(rule, call, documentMode, frame, touched) : unreadable;
        }
        catch (JsonException)
        {
            decision = unreadable;
        }
        catch (InvalidOperationException)
        {
            // A string that is no text: broken UTF-8, or half of a surrogate pair. The reader of messages should have refused it.
            decision = unreadable;
        }

        call.Work = budget - work[0];
        if (!decision.Forwards && decision.Outcome != DecisionOutcome.ApprovalRequired)
            call.Charges.Clear();
        if (seen is not null)
            ArrayPool<ConditionValue>.Shared.Return(seen);
        if (found is not null)
            ArrayPool<bool>.Shared.Return(found);
        if (captured is not null)
            ArrayPool<CapturedValue>.Shared.Return(captured);
        return decision;
    }

    private static bool Walk(RulePaths paths, scoped in EvaluationFrame frame, out ulong touched)
    {
        touched = Touched.Always;
        return (paths.First is null || ArgumentWalk.TryRun(paths.First, frame, out touched))
            && (paths.Second is null || ArgumentWalk.TryRun(paths.Second, frame));
    }

    /// <remarks>3: the action. 4: conditions. 5: approval. 6: limits.</remarks>
    private static Decision Decide(
        CompiledRule rule, Call call, PolicyMode documentMode, scoped in EvaluationFrame frame, ulong touched)
    {
        // 3: the action
        var decision = rule.Denied;
        if (decision is not null && IsFinal(decision, documentMode))
            return decision;

        // 4: all_tools.deny_if, the rule's, all_tools.require, the rule's
        if (FirstDenial(rule.AllDenyIf, isRequire: false, frame, touched) is { } allMatched)
            return allMatched;
        if (decision is null)
        {
            decision = FirstDenial(rule.DenyIf, isRequire: false, frame, touched);
            if (decision is not null && IsFinal(decision, documentMode))
                return decision;
        }

        if (FirstDenial(rule.AllRequire, isRequire: true, frame, touched) is { } allFailed)
            return allFailed;
        if (decision is null)
        {
            decision = FirstDenial(rule.Require, isRequire: true, frame, touched);
            if (decision is not null && IsFinal(decision, documentMode))
                return decision;
        }

        // 5: approval
        if (decision is null && rule.Approval is not null)
        {
            decision = ApprovalFor(rule.Approval, frame);
            var asks = decision is { Outcome: DecisionOutcome.ApprovalRequired, Mode: PolicyMode.Enforce };
            if (decision is not null && !asks && IsFinal(decision, documentMode))
                return decision;
        }

        // 6: limits
        return Charge(rule.Charges, call, documentMode, decision, frame) ?? rule.Allowed;
    }

    // What is enforced is final. In a document in shadow all is shadow, and enforcement would have ended here.
    private static bool IsFinal(Decision decision, PolicyMode documentMode) =>
        decision.Mode == PolicyMode.Enforce || documentMode == PolicyMode.Shadow;

    private static Decision? FirstDenial(KnownCondition[] conditions, bool isRequire, scoped in EvaluationFrame frame, ulong touched)
    {
        foreach (ref readonly var known in conditions.AsSpan())
        {
            var value = known.Evaluate(touched, frame);
            if (isRequire ? value != ConditionValue.True : value is ConditionValue.True or ConditionValue.Unevaluable)
                return known.Condition.Decider(value, frame).Verdicts.For(value);
        }

        return null;
    }

    // Unevaluable denies wherever it stands in the list: a person is not asked about a call that cannot be read.
    private static Decision? ApprovalFor(CompiledApproval approval, scoped in EvaluationFrame frame)
    {
        if (approval.When.Length == 0)
            return approval.Required[0];
        Decision? required = null;
        for (var i = 0; i < approval.When.Length; i++)
        {
            var value = approval.When[i].Evaluate(frame);
            if (value == ConditionValue.Unevaluable)
                return approval.When[i].Decider(value, frame).Verdicts.For(value);
            if (value == ConditionValue.True)
                required ??= approval.Required[i];
        }

        return required;
    }

    // The charges of a rule in shadow come last and only if the rule lets the call pass: exactly what enforcement would take.
    private static Decision? Charge(
        CompiledCharge[] charges, Call call, PolicyMode documentMode, Decision? decision, scoped in EvaluationFrame frame)
    {
        for (var i = 0; i < charges.Length; i++)
        {
            var charge = charges[i];
            if (charge.Limit.Shadow && decision is { Mode: PolicyMode.Shadow })
                continue;
            if (ChargeFinder.TryAdd(charge, call.Address, frame, call.Charges))
                continue;
            call.Charges.Clear();
            if (IsFinal(charge.Unevaluable, documentMode))
                return charge.Unevaluable;

            // All limits are taken together or not at all: begin again with those that are enforced.
            decision = charge.Unevaluable;
            i = -1;
        }

        return decision;
    }
}
