using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Edge.Mcp.Requests;

/// <summary>How values stand in headers (streamable-http of 2026-07-28, "Value Encoding").</summary>
internal static class HeaderValue
{
    private const string Prefix = "=?base64?";
    private const string Suffix = "?=";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> VisibleCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Whether text is a header's name (RFC 9110, "token").</summary>
    public static bool IsName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(NameCharacters);

    /// <summary>Whether text is 1 to <paramref name="maxLength"/> visible ASCII characters.</summary>
    public static bool IsToken(ReadOnlySpan<char> text, int maxLength) =>
        !text.IsEmpty && text.Length <= maxLength && !text.ContainsAnyExcept(VisibleCharacters);

    /// <summary>The value without the white space that may surround it (RFC 9110, section 5.5).</summary>
    public static ReadOnlySpan<char> Trim(string value) => value.AsSpan().Trim(" \t");

    /// <summary>Whether a trimmed value stands for itself: visible ASCII, spaces and tabs, and not the Base64 form.</summary>
    public static bool IsPlain(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (c is not ('\t' or (>= ' ' and <= '~')))
                return false;
        }

        return !IsEncoded(value);
    }

    /// <summary>
    /// Decodes a trimmed value in the Base64 form; false for any other, and if what stands between the exact markers is not Base64,
    /// padded, of valid UTF-8.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<char> value, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        if (!IsEncoded(value))
            return false;

        // Convert would skip white space, and so accept one value in many spellings.
        var payload = value[Prefix.Length..^Suffix.Length];
        if (payload.ContainsAnyExcept(Base64Characters))
            return false;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(payload.Length)];
        if (!Convert.TryFromBase64Chars(payload, bytes, out var count) || !Utf8.IsValid(bytes.AsSpan(0, count)))
            return false;
        decoded = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }

    // The markers are exact in letter case.
    private static bool IsEncoded(ReadOnlySpan<char> value) =>
        value.Length >= Prefix.Length + Suffix.Length
        && value.StartsWith(Prefix, StringComparison.Ordinal)
        && value.EndsWith(Suffix, StringComparison.Ordinal);
}
