namespace Edge.Policy.Documents;

/// <summary>One member of <c>tools</c>: a tool pattern and its rule.</summary>
internal sealed record ToolEntry(string Pattern, RuleDocument Rule, SourcePlace Place);
