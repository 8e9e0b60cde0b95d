using System.Globalization;

namespace Edge.Policy.Matching;

/// <summary>
/// Reads a pattern that the framework's linear engine takes and that means the same to RE2 (<c>\z</c> is the end, there is no <c>$</c>).
/// What is unknown here is not guessed: there is no expression then.
/// </summary>
internal sealed class RegexReader
{
    private const string Classes = "dDwWsS";
    private const string Controls = "aefnrtv";
    private const int OctalDigits = 3;

    private readonly string _pattern;
    private readonly Dictionary<string, CharacterSet> _sets = new(StringComparer.Ordinal);
    private int _at;
    private bool _ignoresCase;
    private bool _dotTakesAll;

    private RegexReader(string pattern) => _pattern = pattern;

    private bool IsOver => _at == _pattern.Length;

    /// <summary>The expression; null if the pattern has something unknown.</summary>
    public static RegexNode? Read(string pattern)
    {
        var reader = new RegexReader(pattern);
        var node = reader.ReadChoice();
        return reader.IsOver ? node : null;
    }

    /// <summary>
    /// The index behind the class that starts at <paramref name="start"/>; a <c>]</c> that comes first is a member of it.
    /// </summary>
    public static int ClassEnd(string pattern, int start)
    {
        var i = start + 1;
        if (i < pattern.Length && pattern[i] == '^')
            i++;
        for (var first = i; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == ']' && i > first)
                return i + 1;
        }

        return pattern.Length;
    }

    private RegexNode? ReadChoice()
    {
        List<RegexNode> branches = [];
        do
        {
            if (ReadSequence() is not { } branch)
                return null;
            branches.Add(branch);
        }
        while (Take('|'));

        return branches.Count == 1 ? branches[0] : new RegexNode.Choice(branches);
    }

    private RegexNode.Sequence? ReadSequence()
    {
        List<RegexNode> parts = [];
        while (!IsOver && _pattern[_at] is not ('|' or ')'))
        {
            if (ReadPart() is not { } part)
                return null;
            parts.Add(ReadRepeat(part));
        }

        return new RegexNode.Sequence(parts);
    }

    private RegexNode? ReadPart()
    {
        var start = _at;
        switch (_pattern[_at++])
        {
            case '(':
                return ReadGroup();
            case '[':
                return Set(start, ClassEnd(_pattern, start));
            case '.':
                return Set(start, _at);
            case '^':
                return new RegexNode.Assertion(RegexStepKind.Start);
            case '\\':
                return IsOver ? null : ReadEscape(start);
            case '*' or '+' or '?' or '$':
                return null;
            default:
                return Literal(start);
        }
    }

    // Whether a repetition is lazy changes what is captured, not whether there is a match.
    private RegexNode ReadRepeat(RegexNode part)
    {
        RegexNode repeated;
        if (Take('*'))
            repeated = new RegexNode.Repeat(part, 0, null);
        else if (Take('+'))
            repeated = new RegexNode.Repeat(part, 1, null);
        else if (Take('?'))
            repeated = new RegexNode.Repeat(part, 0, 1);
        else if (TryReadCount(out var least, out var most))
            repeated = new RegexNode.Repeat(part, least, most);
        else
            return part;
        Take('?');
        return repeated;
    }

    // A brace that holds no count stands for itself.
    private bool TryReadCount(out int least, out int? most)
    {
        (least, most) = (0, null);
        if (IsOver || _pattern[_at] != '{' || _pattern.IndexOf('}', _at) is var end && end < 0)
            return false;
        var count = _pattern.AsSpan(_at + 1, end - _at - 1);
        var comma = count.IndexOf(',');
        if (!int.TryParse(comma < 0 ? count : count[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out least))
            return false;
        if (comma < 0)
            most = least;
        else if (comma + 1 < count.Length)
        {
            if (!int.TryParse(count[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bound))
                return false;
            most = bound;
        }

        _at = end + 1;
        return true;
    }

    private RegexNode? ReadGroup()
    {
        var (ignoresCase, dotTakesAll) = (_ignoresCase, _dotTakesAll);
        if (Take('?'))
        {
            if (!TryReadGroupHead(out var isWhole))
                return null;
            if (isWhole)
                return new RegexNode.Sequence([]);
        }

        var inner = ReadChoice();
        (_ignoresCase, _dotTakesAll) = (ignoresCase, dotTakesAll);
        return Take(')') ? inner : null;
    }

    // Flags alone change what follows, up to the end of the group around them.
    private bool TryReadGroupHead(out bool isWhole)
    {
        isWhole = false;
        if (Take(':'))
            return true;
        if (!IsOver && _pattern[_at] is '<' or '\'')
        {
            var end = _pattern.IndexOf(_pattern[_at] == '<' ? '>' : '\'', _at + 1);
            if (end < 0 || _pattern[_at + 1] is '=' or '!')
                return false;
            _at = end + 1;
            return true;
        }

        for (var on = true; !IsOver; _at++)
        {
            switch (_pattern[_at])
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    _ignoresCase = on;
                    break;
                case 's':
                    _dotTakesAll = on;
                    break;
                case ':' or ')':
                    isWhole = _pattern[_at++] == ')';
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private RegexNode? ReadEscape(int start)
    {
        var kind = _pattern[_at++];
        switch (kind)
        {
            case 'A':
                return new RegexNode.Assertion(RegexStepKind.Start);
            case 'z':
                return new RegexNode.Assertion(RegexStepKind.End);
            case 'b':
                return new RegexNode.Assertion(RegexStepKind.Boundary);
            case 'B':
                return new RegexNode.Assertion(RegexStepKind.NoBoundary);
            case 'p' or 'P':
                return Set(start, _pattern.IndexOf('}', _at) + 1);
            case 'x':
                return Set(start, start + "\\x00".Length);
            case 'u':
                return Set(start, start + "\\u0000".Length);
            case '0':
                var end = _at;
                while (end < _pattern.Length && end - start - 1 < OctalDigits && _pattern[end] is >= '0' and <= '7')
                    end++;
                return Set(start, end);
            default:
                if (Classes.Contains(kind) || Controls.Contains(kind))
                    return Set(start, _at);
                return char.IsAsciiLetterOrDigit(kind) || kind == '_' ? null : Literal(_at - 1);
        }
    }

    private RegexNode.Character Literal(int at) => _ignoresCase ? Set(at, at + 1, escaped: true)
        : new RegexNode.Character(new CharacterSet(_pattern[at]));

    private RegexNode.Character Set(int start, int end, bool escaped = false)
    {
        _at = end;
        var text = _pattern[start..end];
        if (escaped)
            text = string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[0]:x4}");
        var atom = $"(?{(_ignoresCase ? "i" : "")}{(_dotTakesAll ? "s" : "")}:{text})";
        if (!_sets.TryGetValue(atom, out var set))
            _sets[atom] = set = new CharacterSet(atom);
        return new RegexNode.Character(set);
    }

    private bool Take(char c)
    {
        if (IsOver || _pattern[_at] != c)
            return false;
        _at++;
        return true;
    }
}
