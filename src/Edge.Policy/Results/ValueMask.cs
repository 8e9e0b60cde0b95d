using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>Covers every value below a member of <c>mask</c>; names and structure stay, and so does null.</summary>
internal readonly ref struct ValueMask
{
    private readonly ReadOnlySpan<char> _document;
    private readonly NameRule _rule;
    private readonly FindingTally _findings;
    private readonly List<TextEdit> _edits;
    private readonly string _replacement;

    /// <summary>Prepares the covering.</summary>
    public ValueMask(ReadOnlySpan<char> document, NameRule rule, FindingTally findings, List<TextEdit> edits)
    {
        _document = document;
        _rule = rule;
        _findings = findings;
        _edits = edits;
        _replacement = $"\"{Replacements.Of(rule.Name)}\"";
    }

    /// <summary>Covers the value that begins at <paramref name="at"/>; the index behind it.</summary>
    public int Run(int at)
    {
        for (var depth = 0; ;)
        {
            switch (_document[at])
            {
                case '{' or '[':
                    depth++;
                    at++;
                    break;
                case '}' or ']':
                    depth--;
                    at++;
                    break;
                case ',' or ':' or ' ' or '\n' or '\r' or '\t':
                    at++;
                    continue;
                default:
                    var end = _document[at] == '"'
                        ? JsonText.EndOfString(_document, at + 1, out _) + 1
                        : JsonText.EndOfPlain(_document, at);
                    if (!IsName(end) && _document[at] != 'n')
                        Cover(at, end);
                    at = end;
                    break;
            }

            if (depth == 0)
                return at;
        }
    }

    private bool IsName(int end) => JsonText.Space(_document, end) is var next && next < _document.Length && _document[next] == ':';

    private void Cover(int start, int end)
    {
        if (_document[start..end].SequenceEqual(_replacement))
            return;
        _findings.Add(_rule.Name, ResultAction.Masked, _rule.Rule, _rule.IsShadow);
        if (!_rule.IsShadow)
            _edits.Add(new TextEdit(start, end, _replacement));
    }
}
