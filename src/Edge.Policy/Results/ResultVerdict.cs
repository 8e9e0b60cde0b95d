using System.Collections.Immutable;

namespace Edge.Policy.Results;

/// <summary>What the rules make of one message from a server. Immutable.</summary>
internal sealed record ResultVerdict
{
    /// <summary>The message to hand on in place of the one that came; null if it is handed on as it came, or not at all.</summary>
    public byte[]? Edited { get; init; }

    /// <summary>Why the message is not handed on; null if it is.</summary>
    public Withholding? Withheld { get; init; }

    /// <summary>What was found.</summary>
    public ImmutableArray<ResultFinding> Findings { get; init; } = [];

    /// <summary>Whether the message is handed on byte for byte.</summary>
    public bool IsUnchanged => Edited is null && Withheld is null;
}
