using System.Text;
using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>Finds the strings of an answer, and its structured content. Not thread-safe.</summary>
internal sealed class AnswerParts
{
    private readonly string _message;
    private char[] _buffer = [];

    private AnswerParts(string message) => _message = message;

    /// <summary>The strings, in order, without those of <see cref="Structured"/>.</summary>
    public List<AnswerPart> Strings { get; } = [];

    /// <summary>Where members <c>structuredContent</c> stand, as edits that take them out.</summary>
    public List<TextEdit> Structured { get; } = [];

    /// <summary>How many bytes the strings of <see cref="Structured"/> have together.</summary>
    public long StructuredBytes { get; private set; }

    /// <summary>How many bytes all strings have together.</summary>
    public long Bytes => StructuredBytes + Strings.Sum(part => part.Bytes);

    /// <summary>Reads a message that is valid JSON.</summary>
    public static AnswerParts Read(string message)
    {
        var parts = new AnswerParts(message);
        parts.Value(JsonText.Space(message, 0), new Scope(Zone.Message, false, false, 0), isStructured: false, isText: false);
        return parts;
    }

    /// <summary>The characters of a string without escapes; valid until the next.</summary>
    public ReadOnlySpan<char> Decode(StringToken token)
    {
        var raw = _message.AsSpan(token.Start, token.Length);
        if (!token.HasEscapes)
            return raw;
        if (_buffer.Length < raw.Length)
            _buffer = new char[raw.Length];
        return _buffer.AsSpan(0, JsonEscapes.Undo(raw, _buffer));
    }

    private int Value(int at, Scope scope, bool isStructured, bool isText)
    {
        ReadOnlySpan<char> text = _message;
        switch (text[at])
        {
            case '{':
                return Object(at, scope, isStructured);
            case '[':
                for (at = JsonText.Space(text, at + 1); text[at] != ']';)
                {
                    at = JsonText.Space(text, Value(at, scope, isStructured, scope.Zone == Zone.Content));
                    if (text[at] == ',')
                        at = JsonText.Space(text, at + 1);
                }

                return at + 1;
            case '"':
                var token = new StringToken(at + 1, JsonText.EndOfString(text, at + 1, out var hasEscapes), hasEscapes);
                if (scope.IsJudged)
                    Add(token, isStructured, isText);
                return token.End + 1;
            default:
                return JsonText.EndOfPlain(text, at);
        }
    }

    private int Object(int at, Scope scope, bool isStructured)
    {
        ReadOnlySpan<char> text = _message;
        var keptEnd = -1;
        for (at = JsonText.Space(text, at + 1); text[at] != '}';)
        {
            var start = at;
            var token = new StringToken(at + 1, JsonText.EndOfString(text, at + 1, out var hasEscapes), hasEscapes);
            var name = Decode(token).ToString();
            at = JsonText.Space(text, JsonText.Space(text, token.End + 1) + 1);
            var member = scope.Member(name, ResultKind.Answer);
            var isTaken = !isStructured && scope.Zone is Zone.Result or Zone.Content && name == "structuredContent";
            var isText = member.Zone == Zone.Content
                || (scope.Zone is Zone.Result or Zone.Content && name == "text")
                || (scope.Zone == Zone.Error && name == "message");
            var end = at = Value(at, member, isStructured || isTaken, isText);
            at = JsonText.Space(text, at);
            var isLast = text[at] == '}';
            if (!isLast)
                at = JsonText.Space(text, at + 1);
            if (!isTaken)
                keptEnd = end;
            else
                Structured.Add(isLast ? new TextEdit(keptEnd < 0 ? start : keptEnd, end, "") : new TextEdit(start, at, ""));
        }

        return at + 1;
    }

    private void Add(StringToken token, bool isStructured, bool isText)
    {
        var text = Decode(token);
        long bytes = Encoding.UTF8.GetByteCount(isText ? TruncationNote.Without(text) : text);
        if (isStructured)
            StructuredBytes += bytes;
        else
            Strings.Add(new AnswerPart(token, bytes, isText));
    }
}
