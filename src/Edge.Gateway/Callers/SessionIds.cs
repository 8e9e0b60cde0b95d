using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Edge.Gateway.Keys;

namespace Edge.Gateway.Callers;

/// <summary>
/// The session ids that callers see: the server's own, a dot, and a MAC over it, the server and the grant. Nothing is stored, so ids
/// survive restarts and replicas, and none can be invented or taken over by another grant (wire.md, Requests, item 7). Thread-safe.
/// </summary>
internal sealed class SessionIds(EdgeKeys keys)
{
    private const int MacBytes = 16;
    private const int MacCharacters = 22;

    /// <summary>What the caller is given for the server's <paramref name="id"/>.</summary>
    public string Seal(string id, string server, string grant)
    {
        Span<byte> mac = stackalloc byte[MacBytes];
        Compute(keys.Signing(KeyPurpose.Session), id, server, grant, mac);
        return $"{id}.{Base64Url.EncodeToString(mac)}";
    }

    /// <summary>The server's id in what a caller sent; null when the MAC is missing or not for this server and grant.</summary>
    public string? Open(string sealedId, string server, string grant)
    {
        var dot = sealedId.Length - MacCharacters - 1;
        if (dot <= 0 || sealedId[dot] != '.')
            return null;
        // Not TryDecodeFromChars, which throws at what is no Base64.
        Span<byte> sent = stackalloc byte[MacBytes];
        if (Base64Url.DecodeFromChars(sealedId.AsSpan(dot + 1), sent, out _, out var length) != OperationStatus.Done || length != MacBytes)
            return null;
        var id = sealedId[..dot];
        Span<byte> mac = stackalloc byte[MacBytes];
        foreach (var key in keys.Verifying(KeyPurpose.Session))
        {
            Compute(key, id, server, grant, mac);
            if (CryptographicOperations.FixedTimeEquals(mac, sent))
                return id;
        }

        return null;
    }

    private static void Compute(byte[] key, string id, string server, string grant, Span<byte> mac)
    {
        // Each part behind its length: no two triples read the same.
        var text = $"{id.Length}:{id}{server.Length}:{server}{grant.Length}:{grant}";
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), full);
        full[..MacBytes].CopyTo(mac);
    }
}
