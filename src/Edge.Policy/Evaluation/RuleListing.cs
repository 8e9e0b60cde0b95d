using Edge.Policy.Calls;
using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>Says what lists may show of a rule (policy-format.md, Listed).</summary>
internal static class RuleListing
{
    /// <summary>Says whether some call could pass, as far as the grant and the tool decide it. What is in shadow refuses nothing.</summary>
    public static bool CouldPass(CompiledRule rule, string tool, Caller caller)
    {
        if (rule.Denied is { Mode: PolicyMode.Enforce })
            return false;
        var frame = new EvaluationFrame { Caller = caller, Tool = tool };
        return CouldPass(rule.AllDenyIf, isRequire: false, frame)
            && CouldPass(rule.AllRequire, isRequire: true, frame)
            && (rule.Allowed.Mode == PolicyMode.Shadow
                || (CouldPass(rule.DenyIf, isRequire: false, frame) && CouldPass(rule.Require, isRequire: true, frame)));
    }

    /// <summary>Says whether the answer of <see cref="CouldPass(CompiledRule, string, Caller)"/> may depend on the caller.</summary>
    public static bool DependsOnCaller(CompiledRule rule)
    {
        IEnumerable<KnownCondition> enforced = [.. rule.AllDenyIf, .. rule.AllRequire];
        if (rule.Allowed.Mode == PolicyMode.Enforce)
            enforced = [.. enforced, .. rule.DenyIf, .. rule.Require];
        return rule.Denied is not { Mode: PolicyMode.Enforce } && enforced.Any(known => known.Condition.ReadsGrant);
    }

    private static bool CouldPass(KnownCondition[] conditions, bool isRequire, scoped in EvaluationFrame frame)
    {
        var passing = isRequire ? ConditionValue.True : ConditionValue.False | ConditionValue.Absent;
        foreach (var known in conditions)
        {
            if ((known.Condition.Possible(frame) & passing) == 0)
                return false;
        }

        return true;
    }
}
