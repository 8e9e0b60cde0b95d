using System.Globalization;
using Edge.Policy.Text;

namespace Edge.Policy.Documents;

/// <summary>One mistake in a policy, with its place.</summary>
/// <param name="File">The file's name as given to the parser.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in characters (code points), counted from 1; for a member that should not be there, its name's.</param>
/// <param name="Severity">Whether the policy is refused for it.</param>
/// <param name="Code">The stable name of the kind of mistake: one of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Pointer">The JSON pointer (RFC 6901) of the place; the empty string is the document itself.</param>
/// <param name="Message">What is wrong, what was expected and a hint, in the words of the policy format.</param>
internal sealed record Diagnostic(string File, int Line, int Column, Severity Severity, string Code, string Pointer, string Message)
{
    /// <summary>The place where it stands when it concerns the document as a whole: no JSON pointer can be mistaken for it.</summary>
    public const string WholeDocument = "(document)";

    /// <summary>
    /// One line: <c>file:line:column: error code at /pointer: message</c>; the document itself is <see cref="WholeDocument"/>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{File}:{Line}:{Column}: {(Severity == Severity.Error ? "error" : "warning")} {Code} at {Place}: {Message}");

    private string Place => Pointer.Length == 0 ? WholeDocument : UserText.Printable(Pointer);
}
