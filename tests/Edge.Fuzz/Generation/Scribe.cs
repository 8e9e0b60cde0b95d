using System.Buffers;
using System.Globalization;
using System.Text;

namespace Edge.Fuzz.Generation;

/// <summary>
/// Writes nodes as bytes, each time spelled in another way that JSON allows: white space, escapes, letter case of digits.
/// </summary>
internal sealed class Scribe(SplitMix dice)
{
    private static readonly string[] Blanks = [" ", "\t", "\n", "\r", "\r\n", "  "];

    private readonly ArrayBufferWriter<byte> _bytes = new(512);
    private int _oneBlankIn;
    private int _oneEscapeIn;

    /// <summary>The document's bytes.</summary>
    public byte[] Write(Node node)
    {
        _bytes.ResetWrittenCount();
        _oneBlankIn = dice.Of(0, 0, 2, 6);
        _oneEscapeIn = dice.Of(0, 0, 0, 2, 8);
        Blank();
        Value(node);
        Blank();
        return _bytes.WrittenSpan.ToArray();
    }

    private void Value(Node node)
    {
        switch (node)
        {
            case Node.Map map:
                Raw("{");
                for (var i = 0; i < map.Members.Count; i++)
                {
                    if (i > 0)
                        Raw(",");
                    Blank();
                    Text(map.Members[i].Name);
                    Blank();
                    Raw(":");
                    Blank();
                    Value(map.Members[i].Value);
                    Blank();
                }

                Raw("}");
                break;
            case Node.List list:
                Raw("[");
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0)
                        Raw(",");
                    Blank();
                    Value(list.Items[i]);
                    Blank();
                }

                Raw("]");
                break;
            case Node.Text text:
                Text(text.Value);
                break;
            case Node.Token token:
                Raw(token.Raw);
                break;
        }
    }

    private void Text(string text)
    {
        Raw("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var escaped = c is '"' or '\\' or < ' ' || (char.IsSurrogate(c) && !pair) || (_oneEscapeIn > 0 && dice.OneIn(_oneEscapeIn));
            if (!escaped)
            {
                Raw(text.AsSpan(i, pair ? 2 : 1));
                i += pair ? 1 : 0;
                continue;
            }

            Escape(c);
            if (pair)
                Escape(text[++i]);
        }

        Raw("\"");
    }

    private void Escape(char c)
    {
        var letter = c switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0'
        };
        if (letter != '\0' && dice.OneIn(2))
            Raw($"\\{letter}");
        else
            Raw("\\u" + ((int)c).ToString(dice.OneIn(2) ? "x4" : "X4", CultureInfo.InvariantCulture));
    }

    private void Blank()
    {
        while (_oneBlankIn > 0 && dice.OneIn(_oneBlankIn))
            Raw(dice.Of(Blanks));
    }

    private void Raw(ReadOnlySpan<char> text) => _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(text.Length * 3)));
}
