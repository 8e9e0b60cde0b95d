using System.Globalization;
using System.Text;

namespace Edge.Policy.Text;

/// <summary>Puts text that a person wrote into a message: on one line, of bounded length, without characters that hide others.</summary>
internal static class UserText
{
    private const int MaxQuoted = 80;

    /// <summary>The text in single quotes, shortened to 80 characters.</summary>
    public static string Quote(
        string text) => $"'{Printable(text.Length <= MaxQuoted ? text : string.Concat(text.AsSpan(0, MaxQuoted), "…"))}'";

    /// <summary>
    /// The text with what is not seen as itself written as <c>\u001b</c>: controls, formats (as text direction), spaces but the usual one,
    /// fillers, selectors of variants, lone surrogates. The one rule for terminals, pages and messages.
    /// </summary>
    public static string Printable(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var printable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var length = 1;
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                length = rune.Utf16SequenceLength;
                if (IsPlain(rune))
                {
                    printable.Append(text, i, length);
                    i += length - 1;
                    continue;
                }
            }

            foreach (var unit in text.AsSpan(i, length))
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            i += length - 1;
        }
        return printable.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value switch
    {
        ' ' => true,
        // Letters, marks and symbols that have no ink: joiner, fillers, inherent vowels, blank, selectors.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 => false,
        (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned),
    };
}
