using System.Buffers;
using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>
/// Goes once through a JSON document that was found to be valid, and collects the edits that it needs. Not thread-safe.
/// </summary>
/// <remarks>
/// For each object: (1) members of <c>remove</c> and <c>mask</c> are settled by their names; (2) the others are searched, names and values;
/// (3) what needs two members to be understood is settled at its end: blobs, and pairs as <c>{"name": …, "value": …}</c>. At the end of the
/// document (4) the strings of arrays are searched joined.
/// </remarks>
internal sealed class DocumentWalk(
    ResultSearch search, ReadOnlyMemory<char> document, int level, bool isJudged, List<TextEdit> edits, ResultKind? kind = null)
{
    private Dictionary<ulong, JoinedStrings>? _joined;

    /// <summary>Texts in which no name can be found; whether they withhold the answer is known at its end.</summary>
    public UnreadableTexts Unreadable { get; } = new();

    /// <summary>Walks, and leaves the edits in order and apart.</summary>
    public void Run()
    {
        var zone = kind is null ? Zone.Data : Zone.Message;
        Value(JsonText.Space(document.Span, 0), new Scope(zone, isJudged, false, 0));

        // 4: the strings of arrays, joined.
        foreach (var joined in _joined?.Values ?? Enumerable.Empty<JoinedStrings>())
        {
            if (joined.Count > 1)
                search.Joined(joined, isJudged || kind == ResultKind.Answer, document.Span, edits);
        }

        TextEdits.Normalize(edits);
    }

    private int Value(int at, Scope scope)
    {
        var text = document.Span;
        switch (text[at])
        {
            case '{':
                return Object(at, scope);
            case '[':
                return Array(at, scope);
            case '"':
                var end = JsonText.EndOfString(text, at + 1, out var hasEscapes);
                String(new StringToken(at + 1, end, hasEscapes), scope, "", isBlock: scope.Zone == Zone.Content);
                return end + 1;
            default:
                return JsonText.EndOfPlain(text, at);
        }
    }

    private int Array(int at, Scope scope)
    {
        var text = document.Span;
        var item = scope.Item();
        for (at = JsonText.Space(text, at + 1); text[at] != ']';)
        {
            at = JsonText.Space(text, Value(at, item));
            if (text[at] == ',')
                at = JsonText.Space(text, at + 1);
        }

        return at + 1;
    }

    private int Object(int at, Scope scope)
    {
        var text = document.Span;
        var later = new ObjectEnd();
        var keptEnd = -1;
        for (at = JsonText.Space(text, at + 1); text[at] != '}';)
        {
            var start = at;
            var name = new StringToken(at + 1, JsonText.EndOfString(text, at + 1, out var hasEscapes), hasEscapes);
            at = JsonText.Space(text, JsonText.Space(text, name.End + 1) + 1);
            var isRemoved = Member(name, ref at, scope, ref later);
            var end = at;
            at = JsonText.Space(text, at);
            var isLast = text[at] == '}';
            if (!isLast)
                at = JsonText.Space(text, at + 1);

            // With the comma behind it; the last with the one before it.
            if (!isRemoved)
                keptEnd = end;
            else
                edits.Add(isLast ? new TextEdit(keptEnd < 0 ? start : keptEnd, end, "") : new TextEdit(start, at, ""));
        }

        End(later, scope);
        return at + 1;
    }

    // True if the member is to be taken out; moves behind its value.
    private bool Member(StringToken token, ref int at, Scope scope, ref ObjectEnd later)
    {
        var rented = ArrayPool<char>.Shared.Rent(token.Length);
        var name = Decode(token, rented);
        var isRemoved = false;
        try
        {
            // 1: names that the policy takes out or covers.
            var memberScope = scope.Member(name, kind ?? ResultKind.Other);
            if (scope.IsJudged && Find(search.Rules.Remove, name) is { } removed && (search.IsFirst || !removed.IsShadow))
            {
                search.Findings.Add(removed.Name, ResultAction.Removed, removed.Rule, removed.IsShadow);
                isRemoved = !removed.IsShadow;
            }

            if (!isRemoved && scope.IsJudged && Find(search.Rules.Mask, name) is { } masked && (search.IsFirst || !masked.IsShadow))
            {
                var end = new ValueMask(document.Span, masked, search.Findings, edits).Run(at);
                if (!masked.IsShadow)
                {
                    at = end;
                    Name(token, name, scope);
                    return false;
                }
            }

            if (isRemoved)
                at = JsonSkip.Value(document.Span, at);
            else
                Searched(token, name, ref at, memberScope, scope, ref later);
            return isRemoved;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    // 2: the name, and the value by what it is.
    private void Searched(StringToken token, ReadOnlySpan<char> name, ref int at, Scope scope, Scope parent, ref ObjectEnd later)
    {
        var text = document.Span;
        Name(token, name, parent);
        if (parent.Zone == Zone.Result && name is "isError")
            Unreadable.Says(isError: text[at] == 't');

        // The caller knows the id of its own call, and needs it as it is.
        if (parent.Zone == Zone.Message && kind == ResultKind.Answer && name is "id")
        {
            at = JsonSkip.Value(text, at);
            return;
        }

        if (text[at] != '"')
        {
            at = Value(at, scope);
            return;
        }

        var value = new StringToken(at + 1, JsonText.EndOfString(text, at + 1, out var hasEscapes), hasEscapes);
        at = value.End + 1;
        if (later.Takes(name, value, isBlobZone: parent.Zone is Zone.Result or Zone.Content))
            return;
        var isBlock = scope.Zone == Zone.Content
            || (parent.Zone is Zone.Result or Zone.Content && name is "text")
            || (parent.Zone == Zone.Error && name is "message");
        String(value, scope, name, isBlock);
    }

    // 3: blobs, and pairs of two members.
    private void End(ObjectEnd later, Scope scope)
    {
        foreach (var blob in later.Blobs)
            Blob(blob, later, scope);
        if (later is not { PairName: { } pairName, PairValue: { } pairValue })
            return;
        var rented = ArrayPool<char>.Shared.Rent(Math.Max(pairName.Length, pairValue.Length));
        if (search.Rules.PairNames.Has(Decode(pairName, rented)))
        {
            var own = search.Rent();
            search.PairValue(Decode(pairValue, rented), own);
            Keep(pairValue, own);
        }

        ArrayPool<char>.Shared.Return(rented);
    }

    private void Blob(StringToken token, ObjectEnd later, Scope scope)
    {
        var rented = ArrayPool<char>.Shared.Rent(token.Length);
        var text = Decode(token, rented);
        var mime = later.MimeType is { } mimeToken ? Decode(mimeToken, new char[mimeToken.Length]).ToString() : null;
        if (mime is null && !later.HasBlobMember)
            String(token, scope, "data", isBlock: false);
        else if (!Blobs.TryJudge(search, text, mime, level, scope.IsJudged))
            String(token, scope, "blob", isBlock: false);
        ArrayPool<char>.Shared.Return(rented);
    }

    private void String(StringToken token, Scope scope, ReadOnlySpan<char> name, bool isBlock)
    {
        if (token.Length == 0 || IsProtocol(document.Span[token.Start..token.End], scope))
            return;
        var rented = token.HasEscapes ? ArrayPool<char>.Shared.Rent(token.Length) : null;
        var text = rented is null ? document[token.Start..token.End] : rented.AsMemory(0, Decode(token, rented).Length);
        var own = search.Rent();
        if (scope.InArray)
            Joined(scope.Path).Add(text.Span, token.Start, token.End, token.HasEscapes);
        if (name.Length > 0 && search.Rules.PairNames.Has(name))
            search.PairValue(text.Span, own);
        var isDocument = search.Text(text, level, scope.IsJudged, own);
        if (isBlock && scope.IsJudged && search.IsFirst && search.Rules.MustBeJson && !isDocument)
            Unreadable.Add(text.Span, scope.Zone == Zone.Error, search.Rules);
        Keep(token, own);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
    }

    private void Name(StringToken token, ReadOnlySpan<char> name, Scope scope)
    {
        if (IsProtocol(name, scope))
            return;
        var own = search.Rent();
        search.Plain(name, own);
        Keep(token, own);
    }

    // Edits of a string become edits of the document.
    private void Keep(StringToken token, List<TextEdit> own)
    {
        if (own.Count > 0)
        {
            TextEdits.Normalize(own);
            if (token.HasEscapes)
                JsonEscapes.Lift(document.Span[token.Start..token.End], own);
            foreach (var edit in own)
                edits.Add(edit with { Start = token.Start + edit.Start, End = token.Start + edit.End });
        }

        search.Return(own);
    }

    private ReadOnlySpan<char> Decode(StringToken token, char[] buffer)
    {
        var raw = document.Span[token.Start..token.End];
        return token.HasEscapes ? buffer.AsSpan(0, JsonEscapes.Undo(raw, buffer)) : raw;
    }

    private JoinedStrings Joined(ulong path)
    {
        _joined ??= [];
        if (!_joined.TryGetValue(path, out var joined))
            _joined.Add(path, joined = new JoinedStrings());
        return joined;
    }

    // An expression of a policy that matches every word would else leave no message.
    private bool IsProtocol(ReadOnlySpan<char> text, Scope scope) => level == 0 && scope.Zone != Zone.Data && ProtocolWords.Has(text);

    private static NameRule? Find(NameRule[] rules, ReadOnlySpan<char> name)
    {
        foreach (var rule in rules)
        {
            if (name.SequenceEqual(rule.Name))
                return rule;
        }

        return null;
    }
}
