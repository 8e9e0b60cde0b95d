namespace Edge.Mcp.Responses;

/// <summary>An integer read digit by digit; what is no 64-bit integer has no value.</summary>
internal struct CodeDigits
{
    private long _negated;
    private bool _minus;
    private bool _hasDigit;
    private bool _broken;

    public readonly long? Value => !_hasDigit || _broken || (!_minus && _negated == long.MinValue) ? null : _minus ? _negated : -_negated;

    public void Add(byte b)
    {
        if (b == (byte)'-' && !_minus && !_hasDigit)
        {
            _minus = true;
            return;
        }

        var digit = b - (byte)'0';
        // Counted below zero, where there is room for one more.
        if (digit is < 0 or > 9 || _negated < (long.MinValue + digit) / 10)
            _broken = true;
        else
            (_negated, _hasDigit) = ((_negated * 10) - digit, true);
    }
}
