using System.Buffers;

namespace Edge.Policy.Results.Detection;

/// <summary>Tells a secret from what stands in its place: words, placeholders, identifiers. Thread-safe.</summary>
internal static class SecretShape
{
    /// <summary>The least characters of the value of a pair.</summary>
    public const int MinValue = 16;

    /// <summary>The most characters of the value of a pair.</summary>
    public const int MaxValue = 4096;

    private const double MinBits = 3.5;
    private const int UuidLength = 36;
    private const int ChecksumLength = 6;
    private const int Base62 = 62;
    private const uint Polynomial = 0xEDB88320;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<string> Placeholders = SearchValues.Create(
        [
            "xxxx", "****", "....", "____", "1234567890", "0123456789", "abcdefgh", "example", "sample", "placeholder",
            "changeme", "change_me", "change-me",
            "your_", "your-", "yourkey", "yourtoken", "my_key", "my_token", "insert", "replace", "dummy", "redacted", "${", "{{", "$(",
                "%(",
            "<%", "process.env", "os.environ", "getenv", "secrets.", "undefined", "://",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value of a pair whose name says so is a secret.</summary>
    public static bool IsPairValue(ReadOnlySpan<char> value) =>
        value.Length is >= MinValue and <= MaxValue
        && value.IndexOfAnyInRange('\0', ' ') < 0
        && !IsUuid(value)
        && !IsPlaceholder(value)
        && !IsPath(value)
        && Bits(value) >= MinBits;

    /// <summary>Whether it is a text that people write where a secret belongs.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value[0] == '<' || (value[0] == '%' && value[^1] == '%') || value.ContainsAny(Placeholders)
        || IsConstant(value[0] == '$' ? value[1..] : value);

    /// <summary>Shannon's entropy of the characters, in bits for each.</summary>
    public static double Bits(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var c in value)
            counts[c & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= count / (double)value.Length * Math.Log2(count / (double)value.Length);
        }

        return bits;
    }

    /// <summary>
    /// Whether the last six characters are the CRC-32 of those between the prefix, which ends with the last underscore, and them, in base
    /// 62: as in tokens of GitHub and npm.
    /// </summary>
    public static bool HasValidChecksum(ReadOnlySpan<char> token)
    {
        var body = token[(token.LastIndexOf('_') + 1)..];
        if (body.Length <= ChecksumLength)
            return false;
        var crc = uint.MaxValue;
        foreach (var c in body[..^ChecksumLength])
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
        }

        crc = ~crc;
        for (var i = body.Length - 1; i >= body.Length - ChecksumLength; i--, crc /= Base62)
        {
            if (body[i] != Digits[(int)(crc % Base62)])
                return false;
        }

        return true;
    }

    private static bool IsUuid(ReadOnlySpan<char> value) => value.Length == UuidLength && Guid.TryParseExact(value, "D", out _);

    // The name of a constant or of a variable: capitals with underscores between.
    private static bool IsConstant(ReadOnlySpan<char> value)
    {
        var (digits, underscores) = (0, 0);
        foreach (var c in value)
        {
            if (char.IsAsciiDigit(c))
                digits++;
            else if (c == '_')
                underscores++;
            else if (!char.IsAsciiLetterUpper(c))
                return false;
        }

        return underscores > 0 && digits * 4 < value.Length;
    }

    // A file's name, every step of which is a word: no key begins so and goes on without capitals.
    private static bool IsPath(ReadOnlySpan<char> value)
    {
        if (value[0] is not ('/' or '.' or '~') || value[1..].IndexOf('/') < 0)
            return false;
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('/' or '.' or '_' or '-' or '~'))
                return false;
        }

        return true;
    }
}
