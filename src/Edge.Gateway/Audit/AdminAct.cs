namespace Edge.Gateway.Audit;

/// <summary>Something that changed what rules calls, or tried to. Immutable.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Target">To what, in words: <c>policy 'runpod'</c>, <c>grant 'ci'</c>, <c>everything</c>.</param>
internal sealed record AdminAct(AdminAction Action, string Target)
{
    /// <summary>The user of the admin port; null for a change of a file, whose author Edge does not know.</summary>
    public string? By { get; init; }

    /// <summary>The revision before; null where there is none.</summary>
    public string? From { get; init; }

    /// <summary>The revision afterwards, or the one that was refused; null where there is none.</summary>
    public string? To { get; init; }

    /// <summary>Why, in the user's words, or the first mistake of what was refused; null for none.</summary>
    public string? Reason { get; init; }
}
