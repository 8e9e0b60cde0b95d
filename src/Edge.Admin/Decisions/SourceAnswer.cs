using System.Text;

namespace Edge.Admin.Decisions;

/// <summary>
/// A few lines of a policy's text around the value at one place. Lines and columns are counted from 1, columns in characters.
/// </summary>
/// <param name="FirstLine">The number of the first of the lines.</param>
/// <param name="Lines">The lines.</param>
/// <param name="From">Where the value starts: its name, where it has one.</param>
/// <param name="To">The place behind its last character.</param>
internal sealed record SourceAnswer(int FirstLine, IReadOnlyList<string> Lines, SourcePoint From, SourcePoint To)
{
    private const int Context = 3;
    private const int MaxLines = 60;
    private const int MaxColumns = 2000;

    /// <summary>
    /// The lines around the value at a JSON pointer; null when the text has no such value, or its lines are beyond all bounds.
    /// </summary>
    public static SourceAnswer? Around(ReadOnlyMemory<byte> text, string pointer)
    {
        if (JsonPlace.Find(text.Span, pointer) is not { } place)
            return null;
        var whole = Encoding.UTF8.GetString(text.Span).Split('\n');
        var from = PointAt(text.Span, place.Start);
        var to = PointAt(text.Span, place.End);
        var first = Math.Max(1, from.Line - Context);
        var last = Math.Min(Math.Min(whole.Length, to.Line + Context), first + MaxLines - 1);
        var lines = whole[(first - 1)..last];
        return lines.All(line => line.Length <= MaxColumns) ? new SourceAnswer(first, lines, from, to) : null;
    }

    private static SourcePoint PointAt(ReadOnlySpan<byte> text, int offset)
    {
        var before = text[..offset];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        return new SourcePoint(line, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }
}
