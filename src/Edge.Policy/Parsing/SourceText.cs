using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Edge.Policy.Documents;

namespace Edge.Policy.Parsing;

/// <summary>Turns a file's bytes into the text that <see cref="SourceReader"/> reads.</summary>
internal static class SourceText
{
    /// <summary>
    /// The text; null, with the mistake added, when the bytes are too many, start with a byte order mark or are not UTF-8.
    /// </summary>
    public static string? Decode(ReadOnlySpan<byte> utf8, int maxBytes, DiagnosticBag diagnostics)
    {
        var start = new SourcePlace("", 1, 1);
        if (utf8.Length > maxBytes)
        {
            diagnostics.Error(
                start,
                DiagnosticCodes.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the file has {utf8.Length} bytes; expected at most {maxBytes}"));
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
