using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Policies;

/// <summary>What the parser says of a policy's text, and what it would change.</summary>
/// <param name="Good">Whether it could become active.</param>
/// <param name="Revision">Its revision, 12 digits.</param>
/// <param name="Diagnostics">Every mistake, by place.</param>
/// <param name="Changes">What it would have done to the calls that are kept; absent where it could not become active.</param>
internal sealed record CheckAnswer(bool Good, [property: RegularExpression("^[0-9a-f]{12}$")] string Revision,
    IReadOnlyList<DiagnosticAnswer> Diagnostics, ChangesAnswer? Changes);
