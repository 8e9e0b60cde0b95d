using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Edge.Mcp.Responses;

/// <summary>
/// The text of one JSON string as it comes, unescaped as far as it fits: a longer one is none that is looked for. The default value is
/// empty.
/// </summary>
internal struct NameText
{
    // Three bytes for each of the seventeen of resourceTemplates, which is how long a look-alike can be.
    private const int MaxBytes = 52;
    private const int HexDigits = 4;
    private const byte Other = 0xFF;

    private Room _bytes;
    private int _length;
    private bool _isKept;
    private bool _isTooLong;
    private bool _behindBackslash;
    private int _digitsLeft;
    private int _unit;

    /// <summary>Whether an escape has begun that has not ended.</summary>
    public readonly bool InEscape => _behindBackslash || _digitsLeft > 0;

    /// <summary>What was read; empty when it is too long.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => _isTooLong ? default : ((ReadOnlySpan<byte>)_bytes)[.._length];

    /// <summary>Another string begins; one that is not kept reads as empty.</summary>
    public void Begin(bool isKept) => (_length, _isTooLong, _isKept, _behindBackslash, _digitsLeft) = (0, false, isKept, false, 0);

    /// <summary>Adds bytes without escapes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!_isKept || _isTooLong)
            return;
        _isTooLong = bytes.Length > MaxBytes - _length;
        if (_isTooLong)
            return;
        bytes.CopyTo(((Span<byte>)_bytes)[_length..]);
        _length += bytes.Length;
    }

    /// <summary>A backslash.</summary>
    public void BeginEscape() => _behindBackslash = true;

    /// <summary>Adds a byte of an escape; false when no reader could take it for one.</summary>
    public bool AddEscaped(byte b)
    {
        if (_behindBackslash)
        {
            _behindBackslash = false;
            if (b == (byte)'u')
                (_digitsLeft, _unit) = (HexDigits, 0);
            else
                Add(b is (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' ? Other : b);
            return true;
        }

        if (!char.IsAsciiHexDigit((char)b))
            return false;
        _unit = (_unit << 4) | (char.IsAsciiDigit((char)b) ? b - '0' : (b | 0x20) - 'a' + 10);
        if (--_digitsLeft == 0)
            AddUnit((char)_unit);
        return true;
    }

    private void AddUnit(char unit)
    {
        // Beyond ASCII only what some reader takes for an ASCII letter counts: see KeyVariant.
        switch (unit)
        {
            case < '\u0080':
                Add((byte)unit);
                break;
            case '\u017F':
                Add("\u017F"u8);
                break;
            case '\u212A':
                Add("\u212A"u8);
                break;
            case '\u0130' or '\u0131':
                Add([0xC4, (byte)(unit == '\u0130' ? 0xB0 : 0xB1)]);
                break;
            default:
                Add(Other);
                break;
        }
    }

    private void Add(byte b) => Add([b]);

    [InlineArray(MaxBytes)]
    private struct Room
    {
        private byte _first;
    }
}
