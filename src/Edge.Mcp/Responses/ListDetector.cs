using System.Buffers;

namespace Edge.Mcp.Responses;

/// <summary>
/// Watches the bytes of an answer go by and tells whether any reader could find a list in them: one that takes the first or the last of two
/// names, ignores letter case, opens batches, does not mind halves of surrogate pairs, NaN, depth or length, or puts up with comments,
/// names
/// without quotes or UTF-16. Keeps no bytes but those of one name, takes any cutting. The default value is ready for an answer.
/// </summary>
/// <remarks>
/// As long as nothing but JSON's own characters stands between strings, every reader cuts the text into the same tokens: a list is then a
/// member of that name in the <c>result</c> of an outermost object. From the first other character on, a brace, a name and a bracket count,
/// wherever they stand.
/// </remarks>
internal struct ListDetector
{
    // Outside strings, where the structure does not matter, these let no reader lose its place.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(" \t\r\n,:+-.0123456789eEtruefalsnNIiy"u8);

    private readonly bool _watchesRevision;
    private readonly bool _findsNothing;
    private Place _place;
    private Place _outer;
    private bool _isResult;
    private int _batches;
    private int _depth;
    private ulong _objects;
    private bool _inString;
    private bool _nameEnded;
    private bool _valueFollows;
    private NameText _name;
    private JsonLiteral _literal;
    private bool _isNoJson;
    private bool _hasObject;
    private ListWords _words;

    /// <summary>Watches for a <c>protocolVersion</c> in the result as well.</summary>
    public ListDetector(bool watchesRevision) => _watchesRevision = watchesRevision;

    private ListDetector(bool watchesRevision, bool findsNothing) => (_watchesRevision, _findsNothing) = (watchesRevision, findsNothing);

    private enum Place : byte
    {
        Top,
        Message,
        Result,
        Inside,
    }

    /// <summary>Whether some reader could find a list in what was seen. Once it is true, nothing more is looked at.</summary>
    public bool IsPossible { get; private set; }

    /// <summary>Whether nothing was seen yet that is no JSON, however generously read.</summary>
    public readonly bool IsJson => !_isNoJson;

    /// <summary>Whether a text is JSON to its end, however generously read.</summary>
    public static bool IsWhollyJson(ReadOnlySpan<byte> text)
    {
        var detector = new ListDetector(watchesRevision: false, findsNothing: true);
        detector.Write(text);
        return detector.IsJson;
    }

    /// <summary>Sees the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsPossible)
        {
            if (_isNoJson)
            {
                if (_findsNothing)
                    return;
                IsPossible = _words.Find(bytes, _watchesRevision);
                return;
            }

            // Texts and deep structures are jumped over.
            var skipped = 0;
            if (_inString && !_name.InEscape)
                skipped = bytes.IndexOfAny((byte)'"', (byte)'\\');
            else if (!_inString && _place == Place.Inside)
                skipped = bytes.IndexOfAnyExcept(Plain);
            var whole = skipped < 0 ? bytes : bytes[..skipped];
            if (_inString && !whole.IsEmpty)
                _name.Add(whole);
            bytes = bytes[whole.Length..];
            if (bytes.IsEmpty)
                return;

            var isRead = _inString ? StepInString(bytes[0]) : _place == Place.Inside ? StepInside(bytes[0]) : Step(bytes[0]);
            if (isRead)
                bytes = bytes[1..];
            else
                BeginNoJson();
        }
    }

    // What was read of a name or a word may be the beginning of one that counts.
    private void BeginNoJson()
    {
        _isNoJson = true;
        if (_hasObject)
            _words.BeginInObject();
        IsPossible = _words.Find(_name.Bytes, _watchesRevision) || _words.Find(_literal.Read, _watchesRevision);
    }

    private bool StepInString(byte b)
    {
        if (_name.InEscape)
            return _name.AddEscaped(b);
        if (b == (byte)'\\')
        {
            _name.BeginEscape();
            return true;
        }

        _inString = false;
        _nameEnded = _place is Place.Message or Place.Result && !_valueFollows;
        _valueFollows = false;
        return true;
    }

    private void BeginString()
    {
        _inString = true;
        _name.Begin(isKept: _place is Place.Message or Place.Result);
    }

    private bool Step(byte b)
    {
        if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _literal.End();
            return true;
        }

        if (_literal.TryRead(b, ref _valueFollows))
            return true;
        if (_literal.IsBroken)
            return false;
        _literal.End();
        switch (b)
        {
            case (byte)'"':
                BeginString();
                return true;
            case (byte)':':
                return EndName();
            case (byte)',':
                (_nameEnded, _valueFollows) = (false, false);
                return true;
            case (byte)'{' or (byte)'[':
                return Open(isObject: b == (byte)'{');
            case (byte)'}' or (byte)']':
                return Close(isObject: b == (byte)'}');
            default:
                // A byte order mark.
                return _place == Place.Top && b is 0xEF or 0xBB or 0xBF;
        }
    }

    private bool EndName()
    {
        if (!_nameEnded)
            return false;
        (_nameEnded, _valueFollows) = (false, true);
        if (_findsNothing)
            return true;
        var name = _name.Bytes;
        if (_place == Place.Message)
            (_isResult, IsPossible) = (ListKeys.Reads(name, "result"u8), name.SequenceEqual("__proto__"u8));
        else
            IsPossible = ListKeys.IsPossibleList(name) || (_watchesRevision && ListKeys.Reads(name, "protocolVersion"u8));
        return true;
    }

    private bool Open(bool isObject)
    {
        _nameEnded = false;
        _hasObject |= isObject;
        if (_place == Place.Top)
        {
            if (isObject)
                _place = Place.Message;
            else
                _batches++;
            return true;
        }

        if (!_valueFollows)
            return false;
        _valueFollows = false;
        if (_place == Place.Message && _isResult && isObject)
        {
            _place = Place.Result;
            return true;
        }

        (_outer, _place, _depth) = (_place, Place.Inside, 0);
        return Push(isObject);
    }

    private bool Close(bool isObject)
    {
        (_nameEnded, _valueFollows) = (false, false);
        switch (_place)
        {
            case Place.Top:
                return !isObject && _batches-- > 0;
            case Place.Message:
                _place = Place.Top;
                return isObject;
            default:
                _place = Place.Message;
                return isObject;
        }
    }

    private bool StepInside(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                BeginString();
                return true;
            case (byte)'{' or (byte)'[':
                return Push(isObject: b == (byte)'{');
            case (byte)'}' or (byte)']':
                _depth--;
                // Which bracket is open is known of the first 64.
                var fits = _depth >= 64 || ((_objects >> _depth) & 1) == (b == (byte)'}' ? 1UL : 0);
                if (_depth == 0)
                    _place = _outer;
                return fits;
            default:
                return false;
        }
    }

    private bool Push(bool isObject)
    {
        if (_depth < 64)
            _objects = isObject ? _objects | (1UL << _depth) : _objects & ~(1UL << _depth);
        _depth++;
        return true;
    }
}
