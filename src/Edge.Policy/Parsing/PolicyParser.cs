using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Edge.Policy.Documents;
using Edge.Policy.Validation;

namespace Edge.Policy.Parsing;

/// <summary>Reads policy files, version "1" (policy-format.md). Never throws. Thread-safe.</summary>
public static class PolicyParser
{
    /// <summary>How large a policy file may be, in bytes: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Reads the bytes of a policy file: (1) bound and decode them, (2) read them as strict JSON, (3) check the form and build the document,
    /// (4) check what lies across members. All mistakes are reported at once, but a mistake in step 1 or of JSON syntax ends the reading.
    /// </summary>
    /// <param name="file">The file's name for the messages; nothing is opened.</param>
    /// <param name="utf8">The file's bytes.</param>
    public static PolicyReading Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag(file);
        var document = Read(utf8.Span, diagnostics);
        return new PolicyReading(diagnostics.HasErrors ? null : document, diagnostics.ToSorted());
    }

    private static PolicyDocument? Read(ReadOnlySpan<byte> utf8, DiagnosticBag diagnostics)
    {
        // 1: bound and decode.
        if (Decode(utf8, diagnostics) is not { } text)
            return null;

        // 2: strict JSON.
        if (SourceReader.Read(text, diagnostics) is not { } root)
            return null;

        // 3: the form.
        if (new DocumentParser(new FormReader(diagnostics)).Read(root) is not { } document)
            return null;

        // 4: across members; after errors on what could be read.
        DocumentValidation.Check(document, diagnostics);
        return document;
    }

    private static string? Decode(ReadOnlySpan<byte> utf8, DiagnosticBag diagnostics)
    {
        var start = new SourcePlace("", 1, 1);
        if (utf8.Length > MaxBytes)
        {
            diagnostics.Error(
                start,
                DiagnosticCodes.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the file has {utf8.Length} bytes; expected at most {MaxBytes}"));
            return null;
        }
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            diagnostics.Error(
                start,
                DiagnosticCodes.ByteOrderMark,
                "the file starts with a byte order mark; expected UTF-8 without one (save it as 'UTF-8', not 'UTF-8 with BOM')");
            return null;
        }
        if (Utf8.IsValid(utf8))
            return Encoding.UTF8.GetString(utf8);
        var (place, bad) = FirstInvalid(utf8);
        var hint = utf8[0] is 0xFE or 0xFF || utf8.Contains((byte)0) ? " (it looks like UTF-16; save it as UTF-8)" : "";
        diagnostics.Error(
            place,
            DiagnosticCodes.NotUtf8,
            string.Create(CultureInfo.InvariantCulture, $"the byte 0x{bad:X2} is not UTF-8 at this place{hint}"));
        return null;
    }

    private static (SourcePlace Place, byte Bad) FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var (line, column) = (1, 1);
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            utf8 = utf8[length..];
        }
        return (new SourcePlace("", line, column), utf8[0]);
    }
}
