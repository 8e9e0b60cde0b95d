using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Edge.Admin.Console.Html;

/// <summary>
/// Writes an interpolated string as a path with its query: literals as they are, everything else percent-encoded. Used once.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct AddressWriter(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 16 * formattedCount);

    /// <summary>A part of the path.</summary>
    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>A segment or a value.</summary>
    public void AppendFormatted(string? value) => _text.Append(Uri.EscapeDataString(value ?? ""));

    /// <summary>A number.</summary>
    public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>What was written.</summary>
    public string ToText() =>
        _text.Length > 0 && _text[0] == '/' ? _text.ToString() : throw new InvalidOperationException("A path begins with a slash.");
}
