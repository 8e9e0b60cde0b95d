using Edge.Policy.Documents;


namespace Edge.Policy.Validation;

/// <summary>
/// Checks what lies across the members of a document. Small validators append; none throws. Warnings look at a bounded part of a list, so
/// that no file takes more than moments.
/// </summary>
internal static class DocumentValidation
{
    /// <summary>How many elements of one list are compared with each other.</summary>
    public const int MaxCompared = 64;

    private static readonly Action<PolicyDocument, DiagnosticBag>[] Validators =
    [
        PatternTies.Check,
        CounterConflicts.Check,
        HiddenEntries.Check,
        Contradictions.Check,
        UnreachableLimits.Check,
        UnicodeRegexes.Check,
        UnanchoredRegexes.Check,
    ];

    // They warn of what is missing, and a limit that could not be read is not.
    private static readonly Action<PolicyDocument, DiagnosticBag>[] ValidatorsOfWholeDocuments = [BareAllowance.Check, SessionLimits.Check];

    /// <summary>Runs every validator.</summary>
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        foreach (var validator in Validators)
            validator(document, diagnostics);
        if (diagnostics.HasErrors)
            return;
        foreach (var validator in ValidatorsOfWholeDocuments)
            validator(document, diagnostics);
    }
}
