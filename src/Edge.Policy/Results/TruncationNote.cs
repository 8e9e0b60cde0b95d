using System.Globalization;

namespace Edge.Policy.Results;

/// <summary>What stands in place of what was cut. It does not count, so that a second Edge finds nothing to cut.</summary>
internal static class TruncationNote
{
    private const string Beginning = "[truncated: ";
    private const string OfText = " bytes are missing]";
    private const string OfDocument = "a JSON document of ";
    private const string OfDocumentEnd = " bytes]";

    /// <summary>The note behind a text that was cut.</summary>
    public static string Missing(long missing, long all) =>
        string.Create(CultureInfo.InvariantCulture, $"{Beginning}{missing} of {all}{OfText}");

    /// <summary>The note in place of a JSON document, of which a part would be none.</summary>
    public static string Document(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{Beginning}{OfDocument}{bytes}{OfDocumentEnd}");

    /// <summary>The text without the note at its end.</summary>
    public static ReadOnlySpan<char> Without(ReadOnlySpan<char> text)
    {
        var start = text.LastIndexOf(Beginning, StringComparison.Ordinal);
        if (start < 0)
            return text;
        var note = text[(start + Beginning.Length)..];
        if (note.StartsWith(OfDocument, StringComparison.Ordinal) && note.EndsWith(OfDocumentEnd, StringComparison.Ordinal))
            return IsNumber(note[OfDocument.Length..^OfDocumentEnd.Length]) ? text[..start] : text;
        if (!note.EndsWith(OfText, StringComparison.Ordinal))
            return text;
        var numbers = note[..^OfText.Length];
        var of = numbers.IndexOf(" of ");
        return of > 0 && IsNumber(numbers[..of]) && IsNumber(numbers[(of + " of ".Length)..]) ? text[..start] : text;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
