using System.Text.Json;

namespace Edge.Mcp.Responses;

/// <summary>The revision of the protocol on which a server ends a handshake (lifecycle, "Version Negotiation").</summary>
internal static class HandshakeRevision
{
    /// <summary>Whether the value that the reader is at names one of the revisions that are let through.</summary>
    public static bool IsLetThrough(ref Utf8JsonReader value, IReadOnlyList<string> revisions)
    {
        if (value.TokenType != JsonTokenType.String)
            return false;
        foreach (var revision in revisions)
        {
            if (value.ValueTextEquals(revision))
                return true;
        }

        return false;
    }
}
