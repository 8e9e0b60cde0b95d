using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Gateway.Keys;

/// <summary>
/// The tokens of grants and of users of the admin port: <c>edge_</c> and 32 random bytes in base64url. Edge keeps their SHA-256 only.
/// </summary>
/// <remarks>A token has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess from a leaked hash.</remarks>
internal static class AccessToken
{
    /// <summary>What every token begins with, so that people and scanners know one when they see it.</summary>
    public const string Prefix = "edge_";

    /// <summary>The length of a hash, in bytes.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>The longest text that is looked up at all, in characters.</summary>
    public const int MaxLength = 256;

    private const int RandomBytes = 32;

    /// <summary>A new token.</summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Prefix + Base64Url.EncodeToString(random);
    }

    /// <summary>The hash of a token of at most <see cref="MaxLength"/> characters; false for a longer one. Allocates nothing.</summary>
    public static bool TryHash(ReadOnlySpan<char> token, Span<byte> hash)
    {
        if (token.Length > MaxLength)
            return false;
        Span<byte> utf8 = stackalloc byte[MaxLength * 3];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        return true;
    }

    /// <summary>The hash of a token as it is written in files: 64 lower-case hexadecimal digits.</summary>
    public static string HashText(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Reads a hash as it is written in files.</summary>
    public static bool TryReadHash(string text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = text.Length == 2 * HashBytes && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
        return hash is not null;
    }
}
