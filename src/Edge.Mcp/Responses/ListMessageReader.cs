using System.Text;
using System.Text.Json;
using Edge.Mcp.Json;

namespace Edge.Mcp.Responses;

/// <summary>
/// Reads one message strictly to its end and notes which of its bytes must go: entries that are not listed, and caching words.
/// Linear in the message; one instance a message.
/// </summary>
/// <remarks>
/// Every method that returns bool leaves the reader on the last token of what it read, or returns false with <see cref="Reason"/> set.
/// </remarks>
internal ref struct ListMessageReader
{
    private readonly ListFilterOptions _options;
    private readonly ListScratch _scratch;
    private readonly KeySet _keys;
    private readonly KeySet _names;
    private readonly List<ListEdit> _edits;
    private readonly List<string> _listedTools;
    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _key;
    private int _members;

    public ListMessageReader(
        ReadOnlySpan<byte> message,
        ListFilterOptions options,
        ListScratch scratch,
        List<ListEdit> edits,
        List<string> listedTools)
    {
        _options = options;
        (_scratch, _keys, _names) = (scratch, scratch.Keys, scratch.Names);
        _edits = edits;
        _listedTools = listedTools;
        _json = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = JsonDepth.Max });
    }

    public WithheldReason Reason { get; private set; }

    /// <summary>True when the message has a <c>result</c>.</summary>
    public bool HasResult { get; private set; }

    /// <summary>Where the value of <c>result</c> begins and ends, once it was read.</summary>
    public (int Start, int End) ResultPlace { get; private set; }

    /// <summary>True when the result has at least one of the four lists; without one the edits mean nothing.</summary>
    public bool HasList { get; private set; }

    public int Listed { get; private set; }

    public int Dropped { get; private set; }

    public int Invalid { get; private set; }

    /// <summary>Reads the whole message; false when it must be withheld.</summary>
    public bool TryRead()
    {
        try
        {
            return ReadEnvelope();
        }
        catch (JsonException)
        {
            return Withhold(WithheldReason.NotJson);
        }
    }

    private bool ReadEnvelope()
    {
        var hasError = false;
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
            return Withhold(WithheldReason.NotAMessage);
        _keys.Enter();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (!AddKey(ListKeys.Envelope))
                return false;
            var isResult = _key.SequenceEqual("result"u8);
            hasError |= _key.SequenceEqual("error"u8);
            _json.Read();
            if (isResult ? !ReadResult() : !ReadValue())
                return false;
        }

        _keys.Leave();
        if (HasResult && hasError)
            return Withhold(WithheldReason.ResultAndError);
        // Throws when anything but white space follows.
        return !_json.Read();
    }

    private bool ReadResult()
    {
        HasResult = true;
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType != JsonTokenType.StartObject)
            return Withhold(WithheldReason.NotAMessage);
        _keys.Enter();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (!AddKey(ListKeys.Result))
                return false;
            var list = ListKeys.ListOf(_key);
            var isRevision = _options.Revisions.Count > 0 && _key.SequenceEqual("protocolVersion"u8);
            var caching = _options.DependsOnCaller ? ListCaching.MemberOf(_key) : CachingMember.None;
            _json.Read();
            if (isRevision && (HasLoneSurrogate() || !HandshakeRevision.IsLetThrough(ref _json, _options.Revisions)))
                return Withhold(WithheldReason.Revision);
            if (list is { } kind ? !ReadList(kind) : !ReadMember(caching))
                return false;
        }

        _keys.Leave();
        ResultPlace = (start, (int)_json.BytesConsumed);
        return true;
    }

    private bool ReadList(ListKind kind)
    {
        HasList = true;
        // What Go writes for a list that was never made: no entry to see.
        if (_json.TokenType == JsonTokenType.Null)
            return true;
        if (_json.TokenType != JsonTokenType.StartArray)
            return Withhold(WithheldReason.NotAList);
        _names.Enter();
        var droppedFrom = -1;
        var previousEnd = -1;
        var anyKept = false;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)_json.TokenStartIndex;
            if (!ReadEntry(kind, out var kept))
                return false;
            var end = (int)_json.BytesConsumed;
            // An entry goes with the comma before it; those before the first that stays go with the comma after them.
            if (kept && !anyKept && droppedFrom >= 0)
                Cut(droppedFrom, start);
            else if (!kept && anyKept)
                Cut(previousEnd, end);
            else if (!kept && droppedFrom < 0)
                droppedFrom = start;
            anyKept |= kept;
            previousEnd = end;
        }

        if (!anyKept && droppedFrom >= 0)
            Cut(droppedFrom, previousEnd);
        _names.Leave();
        return true;
    }

    private bool ReadEntry(ListKind kind, out bool kept)
    {
        kept = false;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Drop(kind, null, "is no object");
            return ReadValue();
        }

        string? name = null;
        string? given = null;
        var problem = "has no name";
        _keys.Enter();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (!AddKey(ListKeys.Entry))
                return false;
            var isName = _key.SequenceEqual(ListEntryName.KeyOf(kind));
            _json.Read();
            if (isName && _json.TokenType == JsonTokenType.String && TryDecode(out var text))
            {
                if (!_names.TryAdd(text))
                    problem = "repeats a name";
                else if ((name = ListEntryName.Of(kind, text)) is null)
                    problem = ListEntryName.Rule(kind);
                if (name is null && _options.OnInvalidEntry is not null)
                    given = Encoding.UTF8.GetString(text);
            }

            if (!ReadValue())
                return false;
        }

        _keys.Leave();
        if (name is null)
        {
            Drop(kind, given, problem);
            return true;
        }

        // What the server offers, also what the caller may not see.
        if (kind == ListKind.Tools)
            _listedTools.Add(name);
        kept = _options.Predicate.IsListed(kind, name);
        _ = kept ? Listed++ : Dropped++;
        return true;
    }

    private void Drop(ListKind kind, string? name, string problem)
    {
        if (Invalid++ < InvalidEntry.MaxReported)
            _options.OnInvalidEntry?.Invoke(new InvalidEntry(kind, name, problem));
    }

    private bool ReadMember(CachingMember caching)
    {
        var start = (int)_json.TokenStartIndex;
        var replacement = ListCaching.Replacement(caching, ref _json, _options.MaxTtlMs);
        if (!ReadValue())
            return false;
        if (replacement is not null)
            _edits.Add(new ListEdit(start, (int)_json.BytesConsumed, replacement));
        return true;
    }

    // Reads the value whose first token the reader stands on, whatever it is, to its end.
    private bool ReadValue()
    {
        var depth = _json.CurrentDepth;
        do
        {
            switch (_json.TokenType)
            {
                case JsonTokenType.StartObject:
                    _keys.Enter();
                    continue;
                case JsonTokenType.StartArray:
                    continue;
                case JsonTokenType.EndObject:
                    _keys.Leave();
                    break;
                case JsonTokenType.PropertyName:
                    if (!AddKey(protocolKeys: []))
                        return false;
                    continue;
                case JsonTokenType.String:
                    if (HasLoneSurrogate())
                        return Withhold(WithheldReason.LoneSurrogate);
                    break;
            }

            if (_json.CurrentDepth == depth)
                return true;
        }
        while (_json.Read());

        return Withhold(WithheldReason.NotJson);
    }

    private bool AddKey(byte[][] protocolKeys)
    {
        if (++_members > _options.MaxMembers)
            return Withhold(WithheldReason.TooManyMembers);
        if (HasLoneSurrogate())
            return Withhold(WithheldReason.LoneSurrogate);
        if (!TryDecode(out _key))
            return Withhold(WithheldReason.TooLong);
        if (!_keys.TryAdd(_key))
            return Withhold(WithheldReason.DuplicateKey);
        return protocolKeys.Length == 0 || !ListKeys.IsAmbiguous(_key, protocolKeys) || Withhold(WithheldReason.AmbiguousKey);
    }

    // The name or text the reader stands on, good until the next one; false when it is long or cannot be decoded.
    private bool TryDecode(out ReadOnlySpan<byte> text)
    {
        text = _json.ValueSpan;
        if (!_json.ValueIsEscaped)
            return _json.TokenType == JsonTokenType.PropertyName || text.Length <= ListScratch.MaxTextBytes;
        if (text.Length > ListScratch.MaxTextBytes || HasLoneSurrogate())
            return false;
        text = _scratch.Text.AsSpan(0, _json.CopyString(_scratch.Text));
        return true;
    }

    private readonly bool HasLoneSurrogate()
    {
        if (!_json.ValueIsEscaped)
            return false;
        SurrogateEscapes escapes = default;
        return !escapes.Take(_json.ValueSpan) || !escapes.ArePaired;
    }

    private void Cut(int start, int end)
    {
        if (_edits.Count > 0 && _edits[^1] is { Replacement: null } last && last.End == start)
            _edits[^1] = last with { End = end };
        else
            _edits.Add(new ListEdit(start, end, null));
    }

    private bool Withhold(WithheldReason reason)
    {
        Reason = reason;
        return false;
    }
}
