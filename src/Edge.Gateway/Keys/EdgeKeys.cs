using System.Security.Cryptography;

namespace Edge.Gateway.Keys;

/// <summary>
/// The keys of this Edge by purpose, derived from the secrets of the key file by HKDF (RFC 5869). The first signs, all verify. Thread-safe.
/// </summary>
internal sealed class EdgeKeys
{
    /// <summary>The length of a secret and of a derived key, in bytes.</summary>
    public const int KeyBytes = 32;

    private readonly byte[][][] _keys;

    /// <summary>Derives the keys of every purpose.</summary>
    /// <param name="secrets">The secrets, each of <see cref="KeyBytes"/> bytes; at least one.</param>
    public EdgeKeys(IReadOnlyList<byte[]> secrets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(secrets.Count);
        _keys = [.. Enum.GetValues<KeyPurpose>().Select(purpose => secrets.Select(secret => Derive(secret, purpose)).ToArray())];
        Fingerprints =
            [.. secrets.Select(secret =>
            Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 8, info: "edge fingerprint"u8.ToArray())))];
    }

    /// <summary>Keys of a secret that nobody else has, for this process.</summary>
    public static EdgeKeys New() => new([RandomNumberGenerator.GetBytes(KeyBytes)]);

    /// <summary>
    /// A name for each secret that tells nothing of it, the first secret's first: Edges that share a store must have one in common.
    /// </summary>
    public IReadOnlyList<string> Fingerprints { get; }

    /// <summary>The key that signs.</summary>
    public byte[] Signing(KeyPurpose purpose) => _keys[(int)purpose][0];

    /// <summary>The keys that verify, the signing one first.</summary>
    public IReadOnlyList<byte[]> Verifying(KeyPurpose purpose) => _keys[(int)purpose];

    private static byte[] Derive(byte[] secret, KeyPurpose purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: Info(purpose));

    // The names go into the derivation: to rename one is to change its key.
    private static byte[] Info(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Identity => "edge identity"u8.ToArray(),
        KeyPurpose.Audit => "edge audit"u8.ToArray(),
        KeyPurpose.Approval => "edge approval"u8.ToArray(),
        KeyPurpose.Session => "edge session"u8.ToArray(),
        KeyPurpose.Webhook => "edge webhook"u8.ToArray(),
        KeyPurpose.Digest => "edge digest"u8.ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "A new purpose needs a name."),
    };
}
