using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>A policy as written: the members of one policy file, checked for form, shorthands written out. Immutable.</summary>
internal sealed record PolicyDocument
{
    /// <summary>Text for people; decides nothing.</summary>
    public string? Description { get; init; }

    /// <summary>What happens to a tool that no entry of <see cref="Tools"/> names.</summary>
    public required DefaultAction Default { get; init; }

    /// <summary>Where <c>default</c> stands.</summary>
    public SourcePlace DefaultPlace { get; init; } = new("/default", 0, 0);

    /// <summary>Whether decisions are enforced or only recorded.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Whether unlisted tools are explained or answered as unknown.</summary>
    public DenialStyle Denials { get; init; }

    /// <summary>Tools that are not listed and denied when called, whatever <see cref="Tools"/> says.</summary>
    public ImmutableArray<PatternEntry> Hide { get; init; } = [];

    /// <summary>What holds for every call besides its own rule: conditions and limits only.</summary>
    public RuleDocument? AllTools { get; init; }

    /// <summary>The rules by tool pattern, in document order.</summary>
    public ImmutableArray<ToolEntry> Tools { get; init; } = [];

    /// <summary>Methods other than <c>tools/call</c>: what is added to the built-in list and what is taken from it.</summary>
    public AccessDocument? Methods { get; init; }

    /// <summary>Which resources may be read, by URI; when absent the document's default rules.</summary>
    public AccessDocument? Resources { get; init; }

    /// <summary>Which prompts may be fetched, by name; when absent the document's default rules.</summary>
    public AccessDocument? Prompts { get; init; }
}
