namespace Edge.Gateway.Approvals;

/// <summary>What Edge puts into a caller's hands with a question, and wants back unchanged. Immutable.</summary>
internal sealed record SealedCall
{
    /// <summary>Who called.</summary>
    public required string Grant { get; init; }

    /// <summary>Which server.</summary>
    public required string Server { get; init; }

    /// <summary>The digest of the call.</summary>
    public required string Digest { get; init; }

    /// <summary>The place of the policy that asked.</summary>
    public required string Rule { get; init; }

    /// <summary>Until when it may come back.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The server's own state, as the JSON token that the caller had sent; empty for none.</summary>
    public ReadOnlyMemory<byte> ServerState { get; init; }

    /// <summary>The caller's answers to the server's own questions, as the JSON object that it had sent; empty for none.</summary>
    public ReadOnlyMemory<byte> ServerResponses { get; init; }
}
