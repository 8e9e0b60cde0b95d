using Edge.Admin.Console.Html;
using Edge.Admin.Decisions;

namespace Edge.Admin.Console.Pages;

/// <summary>Shows lines of a policy with one value marked.</summary>
internal static class SourceView
{
    /// <summary>The lines.</summary>
    public static Markup Of(SourceAnswer source) => Markup.Of(
        $"""<pre class="code source" tabindex="0">{source.Lines.Select((line, index) =>
            Line(source, line, source.FirstLine + index))}</pre>""");

    private static Markup Line(SourceAnswer source, string line, int number)
    {
        // Columns count from 1, and a value may run over several lines.
        var from = number < source.From.Line ? line.Length : number == source.From.Line ? Math.Min(source.From.Column - 1, line.Length)
            : Indent(line);
        var to = number > source.To.Line ? from : number == source.To.Line ? Math.Clamp(source.To.Column - 1, from, line.Length)
            : line.Length;
        var marked = number < source.From.Line || number > source.To.Line || to == from ? Markup.Of($"{line}")
            : Markup.Of($"{line[..from]}<mark>{line[from..to]}</mark>{line[to..]}");
        return Markup.Of($"<span class=\"line\"><span class=\"no\">{number}</span><span class=\"text\">{marked}</span></span>");
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}
