using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;


namespace Edge.Policy.Compilation;

/// <summary>Prepares rules, each together with what the document says for all tools.</summary>
internal sealed class RuleCompiler(string policy, PolicyDocument document, ResultAccess results)
{
    private readonly RegexCache _regexes = new();

    /// <summary>Prepares the rule of one member of <c>tools</c>.</summary>
    public CompiledRule Compile(ToolEntry entry)
    {
        var rule = entry.Rule;
        var mode = rule.Shadow ? PolicyMode.Shadow : document.Mode;
        var compiled = Compile(rule, mode, entry.Pattern.Contains('*', StringComparison.Ordinal) ? null : entry.Pattern);
        return compiled with
        {
            Allowed = Allow(rule.Place.Pointer, mode),
            Denied = rule.Action != RuleAction.Deny ? null : new Decision
            {
                Outcome = DecisionOutcome.Deny,
                Reason = DecisionReason.Denied,
                Rule = rule.Place.Pointer + "/action",
                Mode = mode,
                Message = rule.Reason ?? Messages.ToolNotAllowed,
            },
        };
    }

    /// <summary>
    /// Prepares what holds for a tool that no entry names: the default, if that is allow, and what is said for all tools.
    /// </summary>
    public CompiledRule? CompileDefault() => document.Default != DefaultAction.Allow
        ? null
        : Compile(null, document.Mode, null) with { Allowed = Allow(document.DefaultPlace.Pointer, document.Mode) };

    private CompiledRule Compile(RuleDocument? rule, PolicyMode mode, string? tool)
    {
        var all = document.AllTools;
        var paths = new PathSet();
        var allConditions = new ConditionCompiler(paths, _regexes, document.Mode, all?.Reason);
        var conditions = new ConditionCompiler(paths, _regexes, mode, rule?.Reason);
        var allLimits = new LimitCompiler(policy, paths, document.Mode, all?.Reason, null);
        var limits = new LimitCompiler(policy, paths, mode, rule?.Reason, tool);

        // All that reads a path comes before the paths are joined.
        var allDenyIf = allConditions.Compile(all?.DenyIf ?? [], ConditionList.DenyIf);
        var denyIf = conditions.Compile(rule?.DenyIf ?? [], ConditionList.DenyIf);
        var allRequire = allConditions.Compile(all?.Require ?? [], ConditionList.Require);
        var require = conditions.Compile(rule?.Require ?? [], ConditionList.Require);
        var approval = rule is { Action: RuleAction.RequireApproval } ? CompileApproval(rule, mode, conditions) : null;
        CompiledCharge[] charges = [.. (all?.Limits ?? []).Select(allLimits.Compile), .. (rule?.Limits ?? []).Select(limits.Compile)];
        var built = paths.Build();
        return new CompiledRule
        {
            Allowed = Allow("", mode),
            Denied = null,
            AllDenyIf = built.Know(allDenyIf),
            DenyIf = built.Know(denyIf),
            AllRequire = built.Know(allRequire),
            Require = built.Know(require),
            Approval = approval,
            Charges = charges,
            Results = rule?.Results is { } own
                ? ResultsCompiler.Compile((all?.Results, document.Mode == PolicyMode.Shadow), (own, mode == PolicyMode.Shadow))
                : results.ForOther,
            Paths = built,
        };
    }

    private static CompiledApproval CompileApproval(RuleDocument rule, PolicyMode mode, ConditionCompiler conditions)
    {
        var approval = rule.Approval ?? new ApprovalDocument { Place = rule.Place };
        var required = new Decision
        {
            Outcome = DecisionOutcome.ApprovalRequired,
            Reason = DecisionReason.ApprovalRequired,
            Rule = approval.Place.Pointer,
            Mode = mode,
            Message = approval.Message ?? rule.Reason ?? Messages.ApprovalNeeded,
            Approval = approval,
        };
        return approval.When.IsEmpty
            ? new CompiledApproval([], [required])
            : new CompiledApproval(
                conditions.Compile(approval.When, ConditionList.When),
                [.. approval.When.Select(condition => required with { Rule = condition.Place.Pointer })]);
    }

    private static Decision Allow(string pointer, PolicyMode mode) =>
        new() { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = pointer, Mode = mode };
}
