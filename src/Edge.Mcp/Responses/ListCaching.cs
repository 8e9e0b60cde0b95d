using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Mcp.Responses;

/// <summary>How a list may be kept when another caller would see another one.</summary>
internal static class ListCaching
{
    private static readonly byte[] PrivateScope = "\"private\""u8.ToArray();
    private static readonly byte[] NoTime = "0"u8.ToArray();

    public static CachingMember MemberOf(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("cacheScope"u8))
            return CachingMember.Scope;
        return key.SequenceEqual("ttlMs"u8) ? CachingMember.Ttl : CachingMember.None;
    }

    /// <summary>What must stand in place of the value that the reader is at; null when it may stay.</summary>
    public static byte[]? Replacement(CachingMember member, ref Utf8JsonReader value, long maxTtlMs) => member switch
    {
        CachingMember.Scope => value.TokenType == JsonTokenType.String && value.ValueTextEquals("private"u8) ? null : PrivateScope,
        CachingMember.Ttl => CappedTtl(ref value, maxTtlMs),
        _ => null,
    };

    private static byte[]? CappedTtl(ref Utf8JsonReader value, long maxTtlMs)
    {
        if (value.TokenType != JsonTokenType.Number)
            return NoTime;
        return value.TryGetDouble(out var ttl) && ttl <= maxTtlMs
            ? null
            : Encoding.ASCII.GetBytes(maxTtlMs.ToString(CultureInfo.InvariantCulture));
    }
}
