using System.ComponentModel.DataAnnotations;
using Edge.Policy.Documents;

namespace Edge.Admin.Policies;

/// <summary>One mistake in a policy's text.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in characters, counted from 1.</param>
/// <param name="Pointer">The place, as a JSON pointer.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
internal sealed record DiagnosticAnswer(
    [property: AllowedValues("error", "warning")] string Severity, string Code, int Line, int Column, string Pointer, string Message)
{
    /// <summary>Shows a mistake.</summary>
    public static DiagnosticAnswer Of(Diagnostic diagnostic) => new(
        diagnostic.Severity == Edge.Policy.Documents.Severity.Error ? "error" : "warning",
        diagnostic.Code,
        diagnostic.Line,
        diagnostic.Column,
        diagnostic.Pointer,
        diagnostic.Message);
}
