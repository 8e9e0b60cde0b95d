namespace Edge.Policy.Documents;

/// <summary>One pattern of a list, with its place: a name matched ordinally, or a glob with <c>*</c>.</summary>
internal sealed record PatternEntry(string Pattern, SourcePlace Place);
