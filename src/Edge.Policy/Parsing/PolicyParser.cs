using Edge.Policy.Documents;
using Edge.Policy.Validation;


namespace Edge.Policy.Parsing;

/// <summary>Reads policy files, version "1" (policy-format.md). Never throws. Thread-safe.</summary>
internal static class PolicyParser
{
    /// <summary>How large a policy file may be, in bytes: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Reads the bytes of a policy file: (1) bound and decode them, (2) read them as strict JSON, (3) check the form and build the
    /// document,
    /// (4) check what lies across members. All mistakes are reported at once, but a mistake in step 1 or of JSON syntax ends the reading.
    /// </summary>
    /// <param name="file">The file's name for the messages; nothing is opened.</param>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="limitDigits">How many digits limits are counted with: 15 in Redis. Default value: 28, all that there are.</param>
    public static PolicyReading Read(string file, ReadOnlyMemory<byte> utf8, int limitDigits = LimitDigitsCheck.All)
    {
        var diagnostics = new DiagnosticBag(file);
        var document = Read(utf8.Span, limitDigits, diagnostics);
        return new PolicyReading(diagnostics.HasErrors ? null : document, diagnostics.ToSorted());
    }

    private static PolicyDocument? Read(ReadOnlySpan<byte> utf8, int limitDigits, DiagnosticBag diagnostics)
    {
        // 1: bound and decode.
        if (SourceText.Decode(utf8, MaxBytes, diagnostics) is not { } text)
            return null;

        // 2: strict JSON.
        if (SourceReader.Read(text, diagnostics) is not { } root)
            return null;

        // 3: the form.
        if (new DocumentParser(new FormReader(diagnostics)).Read(root) is not { } document)
            return null;

        // 4: across members; after errors on what could be read.
        DocumentValidation.Check(document, diagnostics);
        LimitDigitsCheck.Check(document, limitDigits, diagnostics);
        return document;
    }
}
