namespace Edge.Policy.Results;

/// <summary>The parts of <see cref="ResultRules"/>, in the order in which they apply: those of <c>all_tools</c> first.</summary>
internal sealed record ResultRuleSet
{
    public RedactRule[] Redact { get; init; } = [];

    public NameRule[] Remove { get; init; } = [];

    public NameRule[] Mask { get; init; } = [];

    public DenyRule[] DenyIf { get; init; } = [];

    public BoundRule[] Bounds { get; init; } = [];

    /// <summary>Where blobs that are no text are refused; null if they pass. Its name is the member's.</summary>
    public NameRule? BlobsDenied { get; init; }

    /// <summary>Whether text in which no name can be masked passes redacted; else it is withheld.</summary>
    public bool RedactsUnreadable { get; init; }
}
