using Edge.Policy.Evaluation;


namespace Edge.Gateway.Policies;

/// <summary>What came of loading one policy file.</summary>
/// <param name="Policy">The compiled policy; null when there are errors.</param>
/// <param name="Revision">The revision of the bytes read; null when none could be.</param>
/// <param name="Errors">Every error, one line each, in the order of the file.</param>
/// <param name="Warnings">Every warning, likewise.</param>
internal sealed record PolicyLoad(CompiledPolicy? Policy, string? Revision, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>The bytes read.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }
}
