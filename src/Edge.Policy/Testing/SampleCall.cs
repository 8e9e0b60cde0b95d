namespace Edge.Policy.Testing;

/// <summary>A call as a person writes it for a test or an explanation. Immutable.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">The bytes of the arguments' JSON object; empty when there is none.</param>
internal sealed record SampleCall(string Tool, ReadOnlyMemory<byte> Arguments);
