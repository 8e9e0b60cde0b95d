using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Edge.Gateway.Keys;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Closes what callers carry for Edge, so that nobody but an Edge with the same key can read or make it: AES-256-GCM (NIST SP 800-38D) with
/// a random nonce under a key of its own purpose. That it is used once is the store's to see to. Thread-safe.
/// </summary>
/// <remarks>
/// The text is <c>edge.KEY.DATA</c>: KEY names the key, so that what another Edge made is not taken for something broken.
/// </remarks>
internal sealed class ApprovalSeal(EdgeKeys keys)
{
    /// <summary>The most bytes of the server's own state and answers that are carried along.</summary>
    public const int MaxCarriedBytes = 16 * 1024;

    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    private const string Start = "edge.";
    private static readonly byte[] Format = "edge approval 1"u8.ToArray();

    private readonly string[] _prefixes = [.. keys.Fingerprints.Select(name => $"{Start}{name}.")];

    /// <summary>Closes.</summary>
    public string Close(SealedCall call)
    {
        var plain = Write(call);
        Span<byte> data = new byte[AesGcm.NonceByteSizes.MaxSize + plain.Length + AesGcm.TagByteSizes.MaxSize];
        var nonce = data[..AesGcm.NonceByteSizes.MaxSize];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys.Signing(KeyPurpose.Approval), AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, plain, data.Slice(nonce.Length, plain.Length), data[^AesGcm.TagByteSizes.MaxSize..], Format);
        return _prefixes[0] + Base64Url.EncodeToString(data);
    }

    /// <summary>Whether a text claims to have been closed here.</summary>
    public bool IsOurs(ReadOnlySpan<char> text)
    {
        foreach (var prefix in _prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>Opens; null when it was not closed here, or was changed since.</summary>
    public SealedCall? Open(string text)
    {
        for (var i = 0; i < _prefixes.Length; i++)
        {
            if (text.StartsWith(_prefixes[i], StringComparison.Ordinal))
                return Open(keys.Verifying(KeyPurpose.Approval)[i], text.AsSpan(_prefixes[i].Length));
        }

        return null;
    }

    private static SealedCall? Open(byte[] key, ReadOnlySpan<char> text)
    {
        const int Overhead = 12 + 16;
        if (!Base64Url.IsValid(text, out var length) || length < Overhead)
            return null;
        ReadOnlySpan<byte> data = Base64Url.DecodeFromChars(text);
        var plain = new byte[data.Length - Overhead];
        try
        {
            using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
            aes.Decrypt(data[..12], data[12..^16], data[^16..], plain, Format);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Read(plain);
    }

    private static byte[] Write(SealedCall call)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(call.Grant);
        writer.Write(call.Server);
        writer.Write(call.Digest);
        writer.Write(call.Rule);
        writer.Write(call.ExpiresAt.UtcTicks);
        writer.Write(call.ServerState.Length);
        writer.Write(call.ServerState.Span);
        writer.Write(call.ServerResponses.Length);
        writer.Write(call.ServerResponses.Span);
        writer.Flush();
        return bytes.ToArray();
    }

    // Nobody else could have written it.
    private static SealedCall Read(byte[] plain)
    {
        using var reader = new BinaryReader(new MemoryStream(plain), Encoding.UTF8);
        return new SealedCall
        {
            Grant = reader.ReadString(),
            Server = reader.ReadString(),
            Digest = reader.ReadString(),
            Rule = reader.ReadString(),
            ExpiresAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            ServerState = reader.ReadBytes(reader.ReadInt32()),
            ServerResponses = reader.ReadBytes(reader.ReadInt32()),
        };
    }
}
