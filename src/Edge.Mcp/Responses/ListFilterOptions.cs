namespace Edge.Mcp.Responses;

/// <summary>How the lists of one answer are filtered. Immutable.</summary>
internal sealed record ListFilterOptions
{
    /// <summary>Decides which entries stay.</summary>
    public required IListPredicate Predicate { get; init; }

    /// <summary>
    /// True for the answer to a list request, which is withheld when it cannot be read; any other passes unless a reader could find a list
    /// in
    /// it. Default value: true.
    /// </summary>
    public bool IsListExpected { get; init; } = true;

    /// <summary>
    /// The most of an answer that is held back before it is known that no list begins in it, in bytes. Default value: 64 KiB.
    /// </summary>
    public int MaxHeldBytes { get; init; } = 64 * 1024;

    /// <summary>The revisions of the protocol that a server may agree on in a handshake. Default value: none, which means any.</summary>
    public IReadOnlyList<string> Revisions { get; init; } = [];

    /// <summary>
    /// True when another caller would see another list: <c>cacheScope</c> becomes <c>private</c> and <c>ttlMs</c> is capped (SEP-2549).
    /// Default value: false.
    /// </summary>
    public bool DependsOnCaller { get; init; }

    /// <summary>The longest time, in milliseconds, for which a caller may keep a list that depends on it. Default value: 0.</summary>
    public long MaxTtlMs { get; init; }

    /// <summary>The longest message that is read, in bytes; longer ones are withheld. Default value: 16 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most members, at all depths, of a message that is read. Default value: 1,000,000.</summary>
    public int MaxMembers { get; init; } = 1_000_000;

    /// <summary>Is told the name of each tool of a list, also of hidden ones, once a message. Default value: nobody.</summary>
    public Action<string>? OnListedTool { get; init; }

    /// <summary>
    /// Is told of the entries that are dropped as invalid, the first <see cref="InvalidEntry.MaxReported"/> of a message. Default value:
    /// nobody.
    /// </summary>
    public Action<InvalidEntry>? OnInvalidEntry { get; init; }

    /// <summary>What was filtered before with the same predicate; nothing is remembered without. Default value: none.</summary>
    public FilteredLists? Known { get; init; }

    /// <summary>
    /// Stands for everything that the predicate and the other options depend on besides the policy. Default value: one for all.
    /// </summary>
    public object Audience { get; init; } = typeof(ListFilterOptions);
}
