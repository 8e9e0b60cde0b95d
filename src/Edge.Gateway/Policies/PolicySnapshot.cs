using Edge.Policy.Evaluation;


namespace Edge.Gateway.Policies;

/// <summary>What is current of one policy, with its revision. Immutable; a request takes one and keeps it to its end.</summary>
/// <param name="Policy">The compiled policy.</param>
/// <param name="LoadedAt">When it became current.</param>
internal sealed record PolicySnapshot(CompiledPolicy Policy, DateTimeOffset LoadedAt)
{
    /// <summary>The file's bytes, for people who look; empty where nobody kept them.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }
}
