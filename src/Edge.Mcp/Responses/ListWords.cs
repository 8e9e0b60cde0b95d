namespace Edge.Mcp.Responses;

/// <summary>
/// Looks for lists in bytes that are no JSON: the brace of an object, a list's name and the bracket of an array, in this order, whatever
/// stands between them. Letter case and zero bytes (UTF-16, UTF-32) do not matter, escapes in names are undone. Prose and pages that only
/// mention tools or resources hold no list for any reader. The default value is at the beginning.
/// </summary>
internal struct ListWords
{
    private static readonly ulong Tools = Pack("tools"u8);
    private static readonly ulong Prompts = Pack("prompts"u8);
    private static readonly ulong Resources = Pack("esources"u8);
    private static readonly ulong Templates = Pack("emplates"u8);
    private static readonly ulong Revision = Pack("lversion"u8);

    private ulong _last;
    private byte _previous;
    private int _digitsLeft;
    private int _unit;
    private bool _isInObject;
    private bool _isNamed;

    /// <summary>Tells that an object was open before the first byte.</summary>
    public void BeginInObject() => _isInObject = true;

    /// <summary>Sees the next bytes; true when a list could begin in them, or when they name a revision and that is watched for.</summary>
    public bool Find(ReadOnlySpan<byte> bytes, bool watchesRevision)
    {
        foreach (var b in bytes)
        {
            if (b == 0)
                continue;
            if (b == (byte)'[' && _isNamed)
                return true;
            _isInObject |= b == (byte)'{';
            if (!Take(b) || !_isInObject)
                continue;
            if (watchesRevision && _last == Revision)
                return true;
            _isNamed |= IsListName();
        }

        return false;
    }

    private static ulong Pack(ReadOnlySpan<byte> word)
    {
        var packed = 0UL;
        foreach (var b in word)
            packed = (packed << 8) | b;
        return packed;
    }

    private readonly bool IsListName() =>
        (_last & 0xFF_FFFF_FFFF) == Tools
        || (_last & 0xFF_FFFF_FFFF_FFFF) == Prompts
        || _last == Resources
        || _last == Templates;

    // True when a character was added.
    private bool Take(byte b)
    {
        var before = _previous;
        _previous = b;
        if (_digitsLeft > 0)
        {
            if (char.IsAsciiHexDigit((char)b))
            {
                _unit = (_unit << 4) | (char.IsAsciiDigit((char)b) ? b - '0' : (b | 0x20) - 'a' + 10);
                return --_digitsLeft == 0 && Add(_unit is 0x17F ? (byte)'s' : _unit < 0x80 ? (byte)_unit : (byte)0);
            }

            _digitsLeft = 0;
        }

        if (before == (byte)'\\' && b is (byte)'u' or (byte)'x')
        {
            (_digitsLeft, _unit) = (b == (byte)'u' ? 4 : 2, 0);
            return false;
        }

        // The long s, which folds to s: U+017F in UTF-8 and in UTF-16 of both orders.
        if ((before, b) is (0xC5, 0xBF) or (0x7F, 0x01) or (0x01, 0x7F))
            return Add((byte)'s');
        return b is not ((byte)'\\' or 0xC5 or 0x7F or 0x01) && Add(b);
    }

    private bool Add(byte b)
    {
        _last = (_last << 8) | (char.IsAsciiLetterUpper((char)b) ? (byte)(b | 0x20) : b);
        return true;
    }
}
