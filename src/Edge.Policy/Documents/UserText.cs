using System.Globalization;
using System.Text;

namespace Edge.Policy.Documents;

/// <summary>Puts text that a person wrote into a message: on one line, of bounded length, without characters that hide others.</summary>
public static class UserText
{
    private const int MaxQuoted = 80;

    /// <summary>The text in single quotes, shortened to 80 characters.</summary>
    public static string Quote(string text) => $"'{Printable(text.Length <= MaxQuoted ? text : string.Concat(text.AsSpan(0, MaxQuoted), "…"))}'";

    /// <summary>The text with controls, formats (as text direction) and lone surrogates written as <c>\u001b</c>.</summary>
    public static string Printable(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var printable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune) && IsPlain(Rune.GetUnicodeCategory(rune)))
            {
                printable.Append(text, i, rune.Utf16SequenceLength);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
        }
        return printable.ToString();
    }

    private static bool IsPlain(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
