using System.Globalization;
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
    private const int MaxDepth = 64;

    private static readonly byte[] PrivateScope = "\"private\""u8.ToArray();

    private readonly ListFilterOptions _options;
    private readonly DuplicateKeyGuard _keys;
    private readonly DuplicateKeyGuard _names;
    private readonly List<ListEdit> _edits;
    private readonly List<string> _listedTools;
    private Utf8JsonReader _json;
    private int _members;

    public ListMessageReader(
        ReadOnlySpan<byte> message,
        ListFilterOptions options,
        (DuplicateKeyGuard Keys, DuplicateKeyGuard Names) guards,
        List<ListEdit> edits,
        List<string> listedTools)
    {
        _options = options;
        (_keys, _names) = guards;
        _edits = edits;
        _listedTools = listedTools;
        _json = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    public WithheldReason Reason { get; private set; }

    /// <summary>True when the message has a <c>result</c>.</summary>
    public bool HasResult { get; private set; }

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
        _keys.Push();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (!AddKey(ListKeys.Envelope))
                return false;
            var isResult = _keys.LastName.SequenceEqual("result"u8);
            hasError |= _keys.LastName.SequenceEqual("error"u8);
            _json.Read();
            if (isResult ? !ReadResult() : !ReadValue())
                return false;
        }

        _keys.Pop();
        if (HasResult && hasError)
            return Withhold(WithheldReason.ResultAndError);
        // Throws when anything but white space follows.
        return !_json.Read();
    }

    private bool ReadResult()
    {
        HasResult = true;
        if (_json.TokenType != JsonTokenType.StartObject)
            return Withhold(WithheldReason.NotAMessage);
        _keys.Push();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (!AddKey(ListKeys.Result))
                return false;
            var list = ListKeys.ListOf(_keys.LastName);
            var replacesCaching = _options.DependsOnCaller ? CachingOf(_keys.LastName) : Caching.None;
            _json.Read();
            if (list is { } kind ? !ReadList(kind) : !ReadMember(replacesCaching))
                return false;
        }

        _keys.Pop();
        return true;
    }

    private bool ReadList(ListKind kind)
    {
        HasList = true;
        if (_json.TokenType != JsonTokenType.StartArray)
            return Withhold(WithheldReason.NotAList);
        _names.Push();
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
        _names.Pop();
        return true;
    }

    private bool ReadEntry(ListKind kind, out bool kept)
    {
        kept = false;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Invalid++;
            return ReadValue();
        }

        string? name = null;
        _keys.Push();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (!AddKey(ListKeys.Entry))
                return false;
            var isName = _keys.LastName.SequenceEqual(ListEntryName.KeyOf(kind));
            _json.Read();
            if (isName && ListEntryName.Read(kind, ref _json) is { } valid && _names.TryAdd(ref _json))
                name = valid;
            if (!ReadValue())
                return false;
        }

        _keys.Pop();
        if (name is null)
        {
            Invalid++;
            return true;
        }

        kept = _options.Predicate.IsListed(kind, name);
        if (!kept)
        {
            Dropped++;
            return true;
        }

        Listed++;
        if (kind == ListKind.Tools)
            _listedTools.Add(name);
        return true;
    }

    private bool ReadMember(Caching caching)
    {
        var start = (int)_json.TokenStartIndex;
        var replacement = caching switch
        {
            Caching.Scope when _json.TokenType != JsonTokenType.String || !_json.ValueTextEquals("private"u8) => PrivateScope,
            Caching.Ttl => CappedTtl(),
            _ => null,
        };
        if (!ReadValue())
            return false;
        if (replacement is not null)
            _edits.Add(new ListEdit(start, (int)_json.BytesConsumed, replacement));
        return true;
    }

    // Null when the time may stay. What is no number gets no time at all.
    private byte[]? CappedTtl()
    {
        if (_json.TokenType != JsonTokenType.Number)
            return "0"u8.ToArray();
        return _json.TryGetDouble(out var ttl) && ttl <= _options.MaxTtlMs
            ? null
            : Encoding.ASCII.GetBytes(_options.MaxTtlMs.ToString(CultureInfo.InvariantCulture));
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
                    _keys.Push();
                    continue;
                case JsonTokenType.StartArray:
                    continue;
                case JsonTokenType.EndObject:
                    _keys.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    if (!AddKey(protocolKeys: []))
                        return false;
                    continue;
                case JsonTokenType.String:
                    if (StrictText.HasLoneSurrogate(ref _json))
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
        if (StrictText.HasLoneSurrogate(ref _json))
            return Withhold(WithheldReason.LoneSurrogate);
        if (!_keys.TryAdd(ref _json))
            return Withhold(WithheldReason.DuplicateKey);
        return protocolKeys.Length == 0 || !ListKeys.IsAmbiguous(_keys.LastName, protocolKeys) || Withhold(WithheldReason.AmbiguousKey);
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

    private static Caching CachingOf(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("cacheScope"u8))
            return Caching.Scope;
        return key.SequenceEqual("ttlMs"u8) ? Caching.Ttl : Caching.None;
    }

    private enum Caching
    {
        None,
        Scope,
        Ttl,
    }
}
