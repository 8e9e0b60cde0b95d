namespace Edge.Mcp.Responses;

/// <summary>Says what goes on of the messages of a server, once it is known that there is no list in them that may not be shown.</summary>
internal interface IMessageJudge
{
    /// <summary>Whether it changes anything; false when it only looks, and what it cannot look at passes.</summary>
    bool Enforces { get; }

    /// <summary>The longest message that is held for it, in bytes.</summary>
    int MaxHeldBytes { get; }

    /// <summary>Judges a message.</summary>
    /// <returns>Null for one that passes as it came; empty for one that does not go on; else what goes on in its place.</returns>
    ReadOnlyMemory<byte>? Judge(ReadOnlySpan<byte> message);

    /// <summary>A message cannot be held: says what goes on in its place; empty for nothing.</summary>
    ReadOnlyMemory<byte> Unheld();
}
