using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Policies;

/// <summary>What came of saving a policy.</summary>
/// <param name="Saved">Whether the file was written.</param>
/// <param name="Revision">The whole revision that was written; absent where none was.</param>
/// <param name="Diagnostics">Why not: the text's mistakes.</param>
internal sealed record SavedAnswer(bool Saved, [property: RegularExpression("^[0-9a-f]{64}$")] string? Revision,
    IReadOnlyList<DiagnosticAnswer> Diagnostics);
