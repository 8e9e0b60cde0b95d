using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Keys;

/// <summary>The tokens that Edge makes for grants and for users of the admin port, and the hashes by which it knows them again. Thread-safe.</summary>
/// <remarks>A token has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess from a leaked hash.</remarks>
internal static class AccessToken
{
    /// <summary>What every token begins with, so that scanners of leaked secrets can find it.</summary>
    public const string Prefix = "edge_";

    /// <summary>The length of a hash, in bytes.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>A new token: the prefix and 32 random bytes in base64url.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The SHA-256 of a token, as it is written in settings: 64 lower-case hex digits.</summary>
    public static string HashText(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Hashes what a caller sent into <paramref name="hash"/>, of <see cref="HashBytes"/> bytes.</summary>
    public static void Hash(string token, Span<byte> hash) => SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);

    /// <summary>Reads a hash as it is written in settings; null when it is not 64 hex digits.</summary>
    public static byte[]? ParseHash(string text)
    {
        var hash = new byte[HashBytes];
        return text.Length == 2 * HashBytes && Convert.FromHexString(text, hash, out _, out var written) == System.Buffers.OperationStatus.Done && written == HashBytes
            ? hash
            : null;
    }
}
