namespace Edge.Mcp.Responses;

/// <summary>
/// Watches the bytes of one JSON-RPC message go by and notes whether it has <c>error</c> (and its <c>code</c>) or <c>result</c> (and its
/// <c>isError</c>). Keeps no bytes, takes any cutting, believes any text. The default value is ready for a message.
/// </summary>
internal struct JsonOutcomeScanner
{
    // The longest key looked for has 7 bytes: one that fits is kept as a number, one that does not is nobody's.
    private const int MaxKey = 8;

    private static readonly ulong ResultKey = Pack("result"u8);
    private static readonly ulong ErrorKey = Pack("error"u8);
    private static readonly ulong CodeKey = Pack("code"u8);
    private static readonly ulong IsErrorKey = Pack("isError"u8);

    private long _depth;
    private bool _isObject;
    private bool _parentIsObject;
    private bool _inString;
    private bool _escaped;
    private bool _expectKey;
    private bool _readingKey;
    private ulong _key;
    private int _keyLength;
    private Member _open;
    private Member _value;
    private bool _hasResult;
    private bool _hasError;
    private bool _isError;
    private CodeDigits _code;

    private enum Member : byte
    {
        None,
        Result,
        Error,
        IsError,
        Code,
    }

    /// <summary>What the message, as far as it went, was.</summary>
    public readonly OutcomeKind Kind
    {
        get
        {
            if (_hasError)
                return OutcomeKind.RpcError;
            if (!_hasResult)
                return OutcomeKind.Unknown;
            return _isError ? OutcomeKind.ToolError : OutcomeKind.Result;
        }
    }

    /// <summary>The error's code, if there was one.</summary>
    public readonly long? ErrorCode => _hasError ? _code.Value : null;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // Long texts and deep structures are jumped over.
            if (_inString && !_readingKey && !_escaped)
                bytes = From(bytes, bytes.IndexOfAny((byte)'"', (byte)'\\'));
            else if (!_inString && _depth > 2)
                bytes = From(bytes, bytes.IndexOfAny("\"{}[]"u8));
            if (bytes.IsEmpty)
                return;
            if (_inString)
                StepInString(bytes[0]);
            else
                Step(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> bytes, int index) => index < 0 ? default : bytes[index..];

    private static ulong Pack(ReadOnlySpan<byte> key)
    {
        var packed = 0UL;
        foreach (var b in key)
            packed = (packed << 8) | b;
        return packed;
    }

    private void StepInString(byte b)
    {
        if (_escaped)
        {
            _escaped = false;
        }
        else if (b == (byte)'\\')
        {
            _escaped = true;
            _keyLength = MaxKey;
        }
        else if (b == (byte)'"')
        {
            _inString = false;
            if (_readingKey)
                EndKey();
        }
        else if (_readingKey && _keyLength < MaxKey)
        {
            _key = (_key << 8) | b;
            _keyLength++;
        }
    }

    private void Step(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                _inString = true;
                _readingKey = _expectKey;
                (_key, _keyLength) = (0, 0);
                if (!_readingKey)
                    _value = Member.None;
                break;
            case (byte)'{' or (byte)'[':
                Open(b == (byte)'{');
                break;
            case (byte)'}' or (byte)']':
                Close();
                break;
            case (byte)',':
                _value = Member.None;
                _expectKey = _isObject && _depth <= 2;
                break;
            case (byte)':' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                break;
            default:
                if (_value == Member.IsError)
                    (_isError, _value) = (b == (byte)'t', Member.None);
                else if (_value == Member.Code)
                    _code.Add(b);
                break;
        }
    }

    private void EndKey()
    {
        (_readingKey, _expectKey) = (false, false);
        var key = _keyLength < MaxKey ? _key : 0;
        _value = Member.None;
        if (_depth == 1 && key == ResultKey)
            (_value, _hasResult) = (Member.Result, true);
        else if (_depth == 1 && key == ErrorKey)
            (_value, _hasError) = (Member.Error, true);
        else if (_depth == 2 && _open == Member.Result && key == IsErrorKey)
            _value = Member.IsError;
        else if (_depth == 2 && _open == Member.Error && key == CodeKey)
            (_value, _code) = (Member.Code, default);
    }

    private void Open(bool isObject)
    {
        if (++_depth == 2)
            (_open, _parentIsObject) = (_value, _isObject);
        _value = Member.None;
        _isObject = isObject && _depth <= 2;
        _expectKey = _isObject;
    }

    private void Close()
    {
        _depth = Math.Max(0, _depth - 1);
        _expectKey = false;
        _value = Member.None;
        // At depth 2 only what belongs to a result or an error is followed on.
        _isObject = _depth switch { 1 => _parentIsObject, 2 => _open != Member.None, _ => false };
    }
}
