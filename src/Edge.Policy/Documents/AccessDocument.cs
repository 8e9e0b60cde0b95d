using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>The members of <c>methods</c>, <c>resources</c> or <c>prompts</c>: patterns allowed and denied; deny wins.</summary>
internal sealed record AccessDocument
{
    /// <summary>What happens to a name that no pattern matches; absent, the document's default. Never set in <c>methods</c>.</summary>
    public DefaultAction? Default { get; init; }

    /// <summary>Patterns of what is allowed.</summary>
    public ImmutableArray<PatternEntry> Allow { get; init; } = [];

    /// <summary>Patterns of what is denied; they win over <see cref="Allow"/>.</summary>
    public ImmutableArray<PatternEntry> Deny { get; init; } = [];

    /// <summary>What an answer may hold; null for anything. Never set in <c>methods</c>.</summary>
    public ResultsDocument? Results { get; init; }

    /// <summary>Where this object stands.</summary>
    public required SourcePlace Place { get; init; }
}
