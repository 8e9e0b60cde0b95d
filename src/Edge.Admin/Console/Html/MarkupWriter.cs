using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Edge.Admin.Console.Html;

/// <summary>
/// Writes an interpolated string as HTML: literals as they are, everything else escaped. It follows the literals, so that it knows what
/// each value stands in, and throws where text could become more than text: outside of quotes, in an address, in a script. Used once.
/// </summary>
[InterpolatedStringHandler]
internal ref struct MarkupWriter(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 16 * formattedCount);
    private MarkupPlace _place = MarkupPlace.Text;
    private int _tag;
    private int _attribute;

    /// <summary>HTML of the code.</summary>
    public void AppendLiteral(string literal)
    {
        foreach (var c in literal)
        {
            _text.Append(c);
            switch (_place, c)
            {
                case (MarkupPlace.Text, '<'):
                    (_place, _tag) = (MarkupPlace.Tag, _text.Length);
                    break;
                case (MarkupPlace.Tag, '>'):
                    _place = MarkupPlace.Text;
                    break;
                case (MarkupPlace.Tag, '"'):
                    _place = MarkupPlace.Value;
                    break;
                case (MarkupPlace.Tag, ' ' or '\n'):
                    _attribute = _text.Length;
                    break;
                case (MarkupPlace.Tag, '\''):
                    throw Misplaced("single quotes");
                case (MarkupPlace.Value, '"'):
                    _place = MarkupPlace.Tag;
                    break;
            }
        }
    }

    /// <summary>HTML that was made before.</summary>
    public readonly void AppendFormatted(Markup markup) => Between(markup.ToString());

    /// <summary>HTML that was made before, piece by piece.</summary>
    public readonly void AppendFormatted(IEnumerable<Markup> pieces) => Between(Markup.Join(pieces).ToString());

    /// <summary>Text.</summary>
    public readonly void AppendFormatted(string? text)
    {
        if (_place == MarkupPlace.Tag)
            throw Misplaced("text outside of quotes");
        if (_place == MarkupPlace.Value && IsActive(AttributeName))
            throw Misplaced($"text in '{AttributeName}'");
        if (_place == MarkupPlace.Text && IsRaw)
            throw Misplaced("text in a script or style");
        _text.Append(HtmlEncoder.Default.Encode(text ?? ""));
    }

    /// <summary>A whole number.</summary>
    public readonly void AppendFormatted(long number) => AppendFormatted(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number as it is written.</summary>
    public readonly void AppendFormatted(decimal number) =>
        AppendFormatted(number.ToString("0.############################", CultureInfo.InvariantCulture));

    /// <summary>An address, which may stand in any attribute.</summary>
    public readonly void AppendFormatted(Address address)
    {
        if (_place != MarkupPlace.Value)
            throw Misplaced("an address outside of quotes");
        _text.Append(HtmlEncoder.Default.Encode(address.Text));
    }

    /// <summary>An attribute without a value, or nothing.</summary>
    public readonly void AppendFormatted(MarkupFlag flag)
    {
        if (_place != MarkupPlace.Tag)
            throw Misplaced("a flag outside of a tag");
        _text.Append(flag.Text);
    }

    /// <summary>What was written.</summary>
    public readonly Markup ToMarkup() =>
        _place == MarkupPlace.Text ? new Markup(_text.ToString()) : throw Misplaced("an end within a tag");

    private readonly void Between(string html)
    {
        if (_place != MarkupPlace.Text)
            throw Misplaced("HTML within a tag");
        _text.Append(html);
    }

    // From the name's first character to the '=' before the quote.
    private readonly string AttributeName
    {
        get
        {
            var start = Math.Max(_attribute, _tag);
            var end = start;
            while (end < _text.Length && _text[end] is not ('=' or '"'))
                end++;
            return _text.ToString(start, end - start);
        }
    }

    private readonly bool IsRaw => StartsWith("script") || StartsWith("style");

    private readonly bool StartsWith(string name) =>
        _text.Length >= _tag + name.Length && _text.ToString(_tag, name.Length).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsActive(string attribute) =>
        attribute is "href" or "src" or "srcset" or "action" or "formaction" or "style" or "srcdoc" or "data" or "xlink:href"
        || attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase);

    private static InvalidOperationException Misplaced(string what) => new($"There is {what} in a piece of HTML.");
}
