using System.Collections.Immutable;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads rules and writes their shorthands out.</summary>
internal sealed class RuleParser(FormReader form)
{
    private readonly ConditionParser _conditions = new(form);
    private readonly LimitParser _limits = new(form);
    private readonly ResultsParser _results = new(form);

    /// <summary>Reads the rule of a tool pattern.</summary>
    public RuleDocument? ReadRule(SourceNode node)
    {
        if (!form.IsObject(node, "a rule", FormWords.Rule, FormWords.Approval))
            return null;
        var approval = node.Member("approval");
        var action = form.Word(node.Member("action")?.Value, "action", FormWords.Action);
        if (approval is not null && action is RuleAction.Allow or RuleAction.Deny)
            form.Error(
                approval,
                DiagnosticCodes.ConflictingMembers,
                $"'approval' calls for the action 'require_approval', found {UserText.Quote(node.Member("action")!.Value.Text)}");
        action ??= approval is null ? RuleAction.Allow : RuleAction.RequireApproval;
        return new RuleDocument
        {
            Action = action.Value,
            Reason = ReadReason(node),
            Require = Conditions(node, "require"),
            DenyIf = Conditions(node, "deny_if"),
            Limits = ReadLimits(node),
            Results = ReadResults(node),
            Approval = action == RuleAction.RequireApproval ? ReadApproval(node, approval) : null,
            Shadow = form.Boolean(node.Member("shadow")?.Value) ?? false,
            Place = node.Place,
        };
    }

    /// <summary>Reads <c>all_tools</c>.</summary>
    public RuleDocument? ReadAllTools(SourceNode node) => !form.IsObject(node, "'all_tools'", FormWords.AllTools, FormWords.Rule)
        ? null
        : new RuleDocument
        {
            Require = Conditions(node, "require"),
            DenyIf = Conditions(node, "deny_if"),
            Limits = ReadLimits(node),
            Results = ReadResults(node),
            Place = node.Place
        };

    private ImmutableArray<ConditionDocument> Conditions(SourceNode node, string list) =>
        form.List(node.Member(list)?.Value, "an array of conditions", item => _conditions.Read(item, list));

    private ResultsDocument? ReadResults(SourceNode node) =>
        node.Member("results") is { } results ? _results.Read(results.Value) : null;

    private string? ReadReason(SourceNode node)
    {
        var (reason, onDeny) = (node.Member("reason"), node.Member("on_deny"));
        if (reason is not null && onDeny is not null)
            form.Error(onDeny, DiagnosticCodes.ConflictingMembers, "'reason' and 'on_deny' of a rule are the same; expected one of them");
        return form.Text(reason?.Value) ?? form.Text(onDeny?.Value);
    }

    /// <summary>The limits in document order: without room the first is named, wherever the shorthand stands.</summary>
    private ImmutableArray<LimitDocument> ReadLimits(SourceNode node)
    {
        var limits = ImmutableArray.CreateBuilder<LimitDocument>();
        foreach (var member in node.Members)
        {
            if (member.Name == "limits")
                limits.AddRange(form.List(member.Value, "an array of limits", _limits.Read));
            else if (member.Name == "rate_limit" && RateLimitParser.Read(form, member.Value) is { } limit)
                limits.Add(limit);
        }
        return limits.ToImmutable();
    }

    private ApprovalDocument? ReadApproval(SourceNode rule, SourceMember? member)
    {
        if (member is null)
            return new ApprovalDocument { Place = rule.Member("action")!.Value.Place };
        var node = member.Value;
        if (!form.IsObject(node, "'approval'", FormWords.Approval, FormWords.Rule))
            return null;
        var defaults = new ApprovalDocument { Place = node.Place };
        return defaults with
        {
            When = Conditions(node, "when"),
            Timeout = form.Duration(node.Member("timeout")?.Value, TimeSpan.FromSeconds(1), DurationParser.Longest, "from 1s to 366d")
                ?? defaults.Timeout,
            Hold = form.Duration(node.Member("hold")?.Value, TimeSpan.Zero, TimeSpan.FromSeconds(50), "from 0s to 50s") ?? defaults.Hold,
            Message = form.Text(node.Member("message")?.Value),
            Question = form.Text(node.Member("question")?.Value),
        };
    }
}
