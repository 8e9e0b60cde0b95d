using System.Globalization;
using Edge.Admin.Servers;
using Edge.Gateway.Calls;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Matching;
using Edge.Policy.Stores;

namespace Edge.Admin.Policies;

/// <summary>
/// What a policy comes to, tool by tool: every tool that a list of its servers had, every name that it has, and the patterns that no known
/// tool has. Thread-safe.
/// </summary>
internal sealed class PolicyTable(ServerList servers, ListedTools tools)
{
    /// <summary>The table of a document, by tool.</summary>
    public IReadOnlyList<ToolAnswer> Of(string policy, PolicyDocument document)
    {
        var offered = servers.RuledBy(policy)
            .SelectMany(server => tools.NamesOf(server).Select(tool => (Server: server, Tool: tool)))
            .ToLookup(offer => offer.Tool, offer => offer.Server, StringComparer.Ordinal);
        var patterns = document.Tools.Select(entry => entry.Pattern).Concat(document.Hide.Select(entry => entry.Pattern))
            .Distinct(StringComparer.Ordinal)
            .Where(pattern => !offered.Any(offer => new ToolPattern(pattern).Matches(offer.Key)));
        return [.. offered.Select(offer => offer.Key).Concat(patterns).Order(StringComparer.Ordinal)
            .Select(tool => Row(document, tool, [.. offered[tool]]))];
    }

    private static ToolAnswer Row(PolicyDocument document, string tool, IReadOnlyList<string> offeredBy)
    {
        var hidden = document.Hide.FirstOrDefault(entry => entry.Pattern == tool || new ToolPattern(entry.Pattern).Matches(tool));
        var entry = document.Tools.FirstOrDefault(entry => entry.Pattern == tool) ?? document.Tools
            .Where(entry => new ToolPattern(entry.Pattern).Matches(tool))
            .Order(Comparer<ToolEntry>.Create((left, right) => ToolPattern.CompareBySpecificity(new(left.Pattern), new(right.Pattern))))
            .FirstOrDefault();
        var rule = entry?.Rule;
        var applies = hidden is null && (rule is not null || document.Default == DefaultAction.Allow);
        IReadOnlyList<RuleDocument> rules = applies ? [.. new[] { document.AllTools, rule }.OfType<RuleDocument>()] : [];
        return new ToolAnswer
        {
            Tool = tool,
            Presence = offeredBy.Count == 0 ? "named" : hidden is null && rule is null ? "offered" : "offered_and_named",
            Servers = offeredBy,
            Action = hidden is not null ? "hidden" : rule is not null ? Word(rule.Action) : document.Default == DefaultAction.Allow
                ? "allow" : "not_listed",
            Approval = rule is not { Action: RuleAction.RequireApproval } || hidden is not null ? "never"
                : rule.Approval is { When.IsEmpty: false } ? "sometimes" : "always",
            Mode = (hidden is null && rule?.Shadow == true ? PolicyMode.Shadow : document.Mode).ToSlug(),
            Rule = hidden?.Place.Pointer ?? rule?.Place.Pointer ?? document.DefaultPlace.Pointer,
            Conditions = rules.Sum(each => each.Require.Length + each.DenyIf.Length),
            Limits = [.. rules.SelectMany(each => each.Limits).Select(LimitWords)],
        };
    }

    /// <summary>A limit in words.</summary>
    private static string LimitWords(LimitDocument limit)
    {
        var amount = string.Create(CultureInfo.InvariantCulture, $"{limit.Max:#,0.############################}");
        var rate = limit.Algorithm == LimitAlgorithm.Concurrency ? $"{amount} at a time" : $"{amount} per {Span(limit.Window)}";
        var what = limit.Counter.StartsWith("rate_limit_", StringComparison.Ordinal) ? "" : $" of {limit.Counter}";
        var whose = string.Join(" and ", limit.Scope.Select(scope => scope.Scope switch
        {
            LimitScope.Grant => "grant",
            LimitScope.Session => "session",
            LimitScope.Tool => "tool",
            LimitScope.Global => "",
            LimitScope.Address => "ip",
            _ => scope.Path?.Text ?? "argument",
        }));
        return whose.Length == 0 ? $"{rate}{what}, for all" : $"{rate}{what}, by {whose}";
    }

    private static string Span(TimeSpan window) => window switch
    {
        { Ticks: TimeSpan.TicksPerSecond } => "second",
        { Ticks: TimeSpan.TicksPerMinute } => "minute",
        { Ticks: TimeSpan.TicksPerHour } => "hour",
        { Ticks: TimeSpan.TicksPerDay } => "day",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => $"{ticks / TimeSpan.TicksPerDay} days",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => $"{ticks / TimeSpan.TicksPerHour} hours",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => $"{ticks / TimeSpan.TicksPerMinute} minutes",
        { Ticks: var ticks } => $"{ticks / TimeSpan.TicksPerSecond} seconds",
    };

    private static string Word(RuleAction action) => action switch
    {
        RuleAction.Allow => "allow",
        RuleAction.Deny => "deny",
        RuleAction.RequireApproval => "require_approval",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A new action needs a word."),
    };
}
