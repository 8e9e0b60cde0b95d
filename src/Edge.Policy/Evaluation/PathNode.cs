namespace Edge.Policy.Evaluation;

/// <summary>
/// One place in the tree of all paths that a rule reads: what wants the value there, and the steps on from it. The slots of a node and of
/// everything below it are one range, so that a whole branch is marked at once. Immutable once built; thread-safe.
/// </summary>
internal sealed class PathNode
{
    /// <summary>The number of the node in its tree.</summary>
    public required int Index { get; init; }

    /// <summary>The first slot of the node and of what is below it.</summary>
    public required int FirstSlot { get; init; }

    /// <summary>How many slots the node and what is below it have.</summary>
    public required int SlotCount { get; init; }

    /// <summary>What wants the value itself.</summary>
    public required PathTerminal[] Terminals { get; init; }

    /// <summary>What asks for names of members only.</summary>
    public required NameTerminal[] Names { get; init; }

    /// <summary>What wants every member name of an object.</summary>
    public required PathTerminal[] EachName { get; init; }

    /// <summary>What wants every member value of an object.</summary>
    public required PathTerminal[] EachValue { get; init; }

    /// <summary>The steps to members.</summary>
    public required MemberStep[] Members { get; init; }

    /// <summary>The steps to single elements, by index.</summary>
    public required ElementStep[] Elements { get; init; }

    /// <summary>The step to every element; null for none.</summary>
    public required PathNode? Each { get; init; }

    /// <summary>
    /// The most bytes, escaped, that a name can have that is one of <see cref="Members"/> or differs in letter case only, or is one of
    /// <see cref="Names"/>.
    /// </summary>
    public required int LongestName { get; init; }

    /// <summary>What <see cref="Members"/> and <see cref="Names"/> want.</summary>
    public required NameFilter Filter { get; init; }

    /// <summary><see cref="PathSlot.Decisive"/> of each slot of the node and of what is below it.</summary>
    public required ConditionValue[] Decisive { get; init; }

    /// <summary>What a visit takes of the work of a call, the tests aside.</summary>
    public required int Cost { get; init; }

    /// <summary>Whether anything wants to know what is inside the value.</summary>
    public bool GoesOn => LooksAtMembers || Elements.Length > 0 || Each is not null;

    /// <summary>Whether anything wants to know an object's members.</summary>
    public bool LooksAtMembers => Members.Length > 0 || Names.Length > 0 || EachName.Length > 0 || EachValue.Length > 0;
}
