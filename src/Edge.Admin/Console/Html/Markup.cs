using System.Text;
using System.Text.Encodings.Web;

namespace Edge.Admin.Console.Html;

/// <summary>
/// A piece of HTML. It is made of literals in the code and of escaped text; there is no way to make one of a string. Immutable.
/// </summary>
/// <remarks>
/// <c>Markup.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>: what stands in the literal is HTML, what stands in braces is escaped for its place by
/// <see cref="MarkupWriter"/>, which refuses places where escaping would not help.
/// </remarks>
internal readonly struct Markup
{
    private readonly string? _text;

    internal Markup(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static Markup Empty => default;

    /// <summary>A piece of HTML with text in it.</summary>
    public static Markup Of(MarkupWriter written) => written.ToMarkup();

    /// <summary>A piece of HTML, or nothing.</summary>
    public static Markup If(bool condition, Func<Markup> then) => condition ? then() : default;

    /// <summary>Text, escaped.</summary>
    public static Markup Text(string text) => new(HtmlEncoder.Default.Encode(text));

    /// <summary>Several pieces, one behind the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces)
    {
        var all = new StringBuilder();
        foreach (var piece in pieces)
            all.Append(piece._text);
        return new(all.ToString());
    }

    /// <summary>The HTML.</summary>
    public override string ToString() => _text ?? "";
}
