using Edge.Policy.Documents;

namespace Edge.Policy.Validation;

/// <summary>Checks what lies across the members of a document. Small validators append; none throws.</summary>
internal static class DocumentValidation
{
    /// <summary>Runs every validator.</summary>
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        _ = document;
        _ = diagnostics;
    }
}
