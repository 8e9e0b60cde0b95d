using System.Globalization;
using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>
/// Reads JSON (RFC 8259) strictly, with places and in words of our own: no comments, no trailing commas, no duplicate names, bounded depth.
/// A mistake of syntax ends the reading; duplicate names and lone surrogates are added and read over. Never throws.
/// </summary>
internal sealed class SourceReader
{
    /// <summary>How deep objects and arrays may nest.</summary>
    public const int MaxDepth = 64;

    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _pairs;
    private int _depth;

    private SourceReader(string text, DiagnosticBag diagnostics) => (_text, _diagnostics) = (text, diagnostics);

    private int Column => _at - _lineStart - _pairs + 1;

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>Reads a whole document; null after a mistake of syntax, which is in <paramref name="diagnostics"/>.</summary>
    public static SourceNode? Read(string text, DiagnosticBag diagnostics)
    {
        var reader = new SourceReader(text, diagnostics);
        reader.SkipSpace();
        if (reader.AtEnd)
            return reader.Fail("the file is empty; expected a JSON object");
        var root = reader.ReadValue(null, null, 0);
        if (root is null)
            return null;
        reader.SkipSpace();
        return reader.AtEnd ? root : reader.Fail($"found {reader.Found()} after the end of the document");
    }

    private bool AtEnd => _at >= _text.Length;

    private SourceNode? ReadValue(SourceNode? parent, string? name, int index)
    {
        switch (Current)
        {
            case '{':
            case '[':
                return ReadNested(parent, name, index);
            case '"':
                var (line, column) = (_line, Column);
                return ReadString(() => Pointer(parent, name, index)) is { } text
                    ? new SourceNode(SourceKind.String, parent, name, index, line, column) { Text = text }
                    : null;
            case '-' or (>= '0' and <= '9'):
                return ReadNumber(parent, name, index);
            default:
                return ReadWord(parent, name, index);
        }
    }

    private SourceNode? ReadNested(SourceNode? parent, string? name, int index)
    {
        var isObject = Current == '{';
        var node = new SourceNode(isObject ? SourceKind.Object : SourceKind.Array, parent, name, index, _line, Column);
        if (_depth == MaxDepth)
        {
            _diagnostics.Error(node.Place, DiagnosticCodes.TooDeep,
                string.Create(CultureInfo.InvariantCulture, $"objects and arrays nest deeper than {MaxDepth}"));
            return null;
        }
        _depth++;
        _at++;
        var read = isObject ? ReadMembers(node) : ReadItems(node);
        _depth--;
        return read ? node : null;
    }

    private bool ReadMembers(SourceNode node)
    {
        var first = new Dictionary<string, SourceMember>(StringComparer.Ordinal);
        SkipSpace();
        if (Take('}'))
            return true;
        while (true)
        {
            if (AtEnd || Current != '"')
                return Refuse($"expected a member's name in double quotes, found {Found()}");
            var (line, column) = (_line, Column);
            if (ReadString(() => node.Pointer) is not { } name)
                return false;
            SkipSpace();
            if (!Take(':'))
                return Refuse($"expected ':' after the name {UserText.Quote(name)}, found {Found()}");
            SkipSpace();
            if (ReadValue(node, name, 0) is not { } value)
                return false;
            var member = new SourceMember(name, line, column, value);
            if (first.TryAdd(name, member))
                node.Members.Add(member);
            else
                _diagnostics.Error(member.NamePlace, DiagnosticCodes.DuplicateKey,
                    string.Create(
                        CultureInfo.InvariantCulture, $"duplicate member {UserText.Quote(name)}; it first occurs at "
                            + $"line {first[name].Line}, column {first[name].Column}"));
            if (!ReadSeparator('}', out var more))
                return false;
            if (!more)
                return true;
        }
    }

    private bool ReadItems(SourceNode node)
    {
        SkipSpace();
        if (Take(']'))
            return true;
        while (true)
        {
            if (ReadValue(node, null, node.Items.Count) is not { } item)
                return false;
            node.Items.Add(item);
            if (!ReadSeparator(']', out var more))
                return false;
            if (!more)
                return true;
        }
    }

    /// <summary>Reads a comma or the end of the object or array.</summary>
    private bool ReadSeparator(char close, out bool more)
    {
        SkipSpace();
        more = false;
        if (Take(close))
            return true;
        var (at, line, lineStart, pairs) = (_at, _line, _lineStart, _pairs);
        if (!Take(','))
            return Refuse($"expected ',' or '{close}', found {Found()}");
        more = true;
        SkipSpace();
        if (AtEnd || Current != close)
            return true;
        (_at, _line, _lineStart, _pairs) = (at, line, lineStart, pairs);
        return Refuse($"trailing comma before '{close}' (remove it)");
    }

    private SourceNode? ReadNumber(SourceNode? parent, string? name, int index)
    {
        var (start, column) = (_at, Column);
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current is '+' or '-' or '.'))
            _at++;
        var text = _text[start.._at];
        if (DecimalText.TryScan(Encoding.UTF8.GetBytes(text), out _))
            return new SourceNode(SourceKind.Number, parent, name, index, _line, column) { Text = text };
        _at = start;
        return Fail(_diagnostics.HoldsSecrets ? "expected a value, found something that is no JSON number"
            : $"{UserText.Quote(text)} is not a JSON number");
    }

    private SourceNode? ReadWord(SourceNode? parent, string? name, int index)
    {
        var start = _at;
        var column = Column;
        while (!AtEnd && char.IsAsciiLetterOrDigit(Current))
            _at++;
        var word = _text[start.._at];
        if (word is "true" or "false" or "null")
            return new SourceNode(word == "null" ? SourceKind.Null : SourceKind.Boolean, parent, name, index, _line,
                column)
            { Text = word };
        _at = start;
        if (word.Length == 0)
            return Fail($"expected a value, found {Found()}");
        return Fail($"expected a value, found {(_diagnostics.HoldsSecrets ? "a bare word" : UserText.Quote(word))} (strings are written in "
            + $"double quotes)");
    }

    /// <summary>Reads a string, escapes resolved; null after a mistake of syntax.</summary>
    private string? ReadString(Func<string> pointer)
    {
        var (line, column) = (_line, Column);
        var value = new StringBuilder();
        _at++;
        while (true)
        {
            if (AtEnd)
            {
                Refuse(string.Create(
                    CultureInfo.InvariantCulture, $"the file ends inside the string that starts at line {line}, column {column}"));
                return null;
            }
            var character = _text[_at];
            if (character == '"')
                break;
            if (character < ' ')
            {
                Refuse($"a string may not hold {Found()} as it is (write it with a backslash, as \\n)");
                return null;
            }
            if (character == '\\')
            {
                if (ReadEscape() is not { } escaped)
                    return null;
                value.Append(escaped);
                continue;
            }
            if (char.IsLowSurrogate(character))
                _pairs++;
            value.Append(character);
            _at++;
        }
        _at++;
        var text = value.ToString();
        if (HasLoneSurrogate(text))
            _diagnostics.Error(new SourcePlace(pointer(), line, column), DiagnosticCodes.LoneSurrogate,
                "the string holds half of a surrogate pair, which is no character (write both halves, as \\ud83d\\ude00)");
        return text;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return true;
            i++;
        }
        return false;
    }

    private char? ReadEscape()
    {
        var escape = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (escape == 'u')
        {
            if (_at + 6 <= _text.Length
                && ushort.TryParse(_text.AsSpan(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                _at += 6;
                return (char)unit;
            }
            Refuse("expected four hexadecimal digits after '\\u'");
            return null;
        }
        char? character = escape switch
        {
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (character is null)
            Refuse("unknown escape after '\\'; expected one of \" \\ / b f n r t u");
        else
            _at += 2;
        return character;
    }

    private void SkipSpace()
    {
        for (; !AtEnd && Current is ' ' or '\t' or '\n' or '\r'; _at++)
        {
            if (Current == '\n')
                (_line, _lineStart, _pairs) = (_line + 1, _at + 1, 0);
        }
    }

    private bool Take(char wanted)
    {
        if (AtEnd || Current != wanted)
            return false;
        _at++;
        return true;
    }

    private string Found() => AtEnd ? "the end of the file" : Current switch
    {
        '/' or '#' => $"'{Current}' (comments are not allowed)",
        '\'' => "a single quote (strings and names are written in double quotes)",
        _ when Rune.TryGetRuneAt(_text, _at, out var rune) => UserText.Quote(rune.ToString()),
        _ => UserText.Quote(Current.ToString()),
    };

    private SourceNode? Fail(string message)
    {
        Refuse(message);
        return null;
    }

    /// <summary>Adds a mistake of syntax at the place reached; always false.</summary>
    private bool Refuse(string message)
    {
        _diagnostics.Error(new SourcePlace("", _line, Column), DiagnosticCodes.JsonSyntax, message);
        return false;
    }

    private static string Pointer(SourceNode? parent, string? name, int index) =>
        new SourceNode(SourceKind.Null, parent, name, index, 0, 0).Pointer;
}
