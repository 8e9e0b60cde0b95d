using System.Globalization;
using System.Text;

namespace Edge.Policy.Results.Json;

/// <summary>Undoes and does the escapes of JSON strings, and finds places of the one spelling in the other. Thread-safe.</summary>
internal static class JsonEscapes
{
    private const int UnicodeLength = 6;

    /// <summary>
    /// Undoes the escapes of <paramref name="raw"/>; what is no escape stays as it is. The result is never longer. Half of a surrogate
    /// pair stays half.
    /// </summary>
    /// <returns>How many characters were written.</returns>
    public static int Undo(ReadOnlySpan<char> raw, Span<char> text)
    {
        var written = 0;
        for (var at = 0; at < raw.Length;)
        {
            var run = raw[at..].IndexOf('\\');
            if (run < 0)
                run = raw.Length - at;
            raw.Slice(at, run).CopyTo(text[written..]);
            (at, written) = (at + run, written + run);
            if (at < raw.Length)
                at += Read(raw[at..], out text[written++]);
        }

        return written;
    }

    /// <summary>
    /// Turns places of the text into places of its escaped spelling. They must ascend.
    /// </summary>
    /// <param name="raw">The escaped spelling.</param>
    /// <param name="edits">
    /// Edits of the text, ascending and apart; their places become those of the spelling, and their replacements are escaped.
    /// </param>
    public static void Lift(ReadOnlySpan<char> raw, List<TextEdit> edits)
    {
        var (at, place) = (0, 0);
        for (var i = 0; i < edits.Count; i++)
        {
            var edit = edits[i];
            var start = Advance(raw, edit.Start, ref at, ref place);
            var end = Advance(raw, edit.End, ref at, ref place);
            edits[i] = new TextEdit(start, end, Escape(edit.Replacement));
        }
    }

    /// <summary>Writes a text that Edge made so that it can stand in a JSON string.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny('"', '\\', '\n') < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
            _ = c switch { '\n' => escaped.Append("\\n"), '"' or '\\' => escaped.Append('\\').Append(c), _ => escaped.Append(c) };
        return escaped.ToString();
    }

    // How many characters the escape takes that raw begins with.
    private static int Read(ReadOnlySpan<char> raw, out char c)
    {
        c = '\\';
        if (raw.Length < 2)
            return 1;
        c = raw[1] switch
        {
            '"' or '\\' or '/' => raw[1],
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => '\0',
        };
        if (c != '\0')
            return 2;
        c = '\\';
        if (raw[1] != 'u' || raw.Length < UnicodeLength
            || !ushort.TryParse(raw.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return 1;
        c = (char)code;
        return UnicodeLength;
    }

    private static int Advance(ReadOnlySpan<char> raw, int wanted, ref int at, ref int place)
    {
        while (place < wanted)
        {
            if (raw[at] == '\\')
            {
                at += Read(raw[at..], out _);
                place++;
                continue;
            }

            var run = raw[at..].IndexOf('\\');
            var step = Math.Min(wanted - place, run < 0 ? raw.Length - at : run);
            (at, place) = (at + step, place + step);
        }

        return at;
    }
}
