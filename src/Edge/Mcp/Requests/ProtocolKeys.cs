using System.Collections.Frozen;
using System.Text;

namespace Edge.Mcp.Requests;

/// <summary>Recognises protocol names, and names that a careless reader would take for them.</summary>
/// <remarks>
/// Readers exist that ignore letter case when they match names, and fold U+017F to s and U+212A to k (CVE-2026-27896); others fold
/// U+0130 and U+0131 to i. A message in which such a name stands means different things to different servers.
/// </remarks>
internal static class ProtocolKeys
{
    private const int LongestFolded = 64;

    private static readonly FrozenDictionary<string, (string Exact, ProtocolKey Key)> Table = new (string Exact, ProtocolKey Key)[]
    {
        ("jsonrpc", ProtocolKey.JsonRpc),
        ("id", ProtocolKey.Id),
        ("method", ProtocolKey.Method),
        ("params", ProtocolKey.Params),
        ("result", ProtocolKey.Result),
        ("error", ProtocolKey.Error),
        ("_meta", ProtocolKey.Meta),
        ("name", ProtocolKey.Name),
        ("arguments", ProtocolKey.Arguments),
        ("uri", ProtocolKey.Uri),
        ("ref", ProtocolKey.Ref),
        ("type", ProtocolKey.Type),
        ("taskId", ProtocolKey.TaskId),
        ("protocolVersion", ProtocolKey.ProtocolVersion),
        ("notifications", ProtocolKey.Notifications),
        ("resourceSubscriptions", ProtocolKey.ResourceSubscriptions),
        ("io.modelcontextprotocol/protocolVersion", ProtocolKey.MetaProtocolVersion),
        ("io.modelcontextprotocol/clientCapabilities", ProtocolKey.MetaClientCapabilities),
        ("traceparent", ProtocolKey.Traceparent),
        ("tracestate", ProtocolKey.Tracestate),
        ("argument", ProtocolKey.Known),
        ("capabilities", ProtocolKey.Known),
        ("clientInfo", ProtocolKey.Known),
        ("context", ProtocolKey.Known),
        ("cursor", ProtocolKey.Known),
        ("inputResponses", ProtocolKey.Known),
        ("level", ProtocolKey.Known),
        ("message", ProtocolKey.Known),
        ("progress", ProtocolKey.Known),
        ("progressToken", ProtocolKey.Known),
        ("reason", ProtocolKey.Known),
        ("requestId", ProtocolKey.Known),
        ("requestState", ProtocolKey.Known),
        ("task", ProtocolKey.Known),
        ("total", ProtocolKey.Known),
        ("toolsListChanged", ProtocolKey.Known),
        ("promptsListChanged", ProtocolKey.Known),
        ("resourcesListChanged", ProtocolKey.Known),
        ("io.modelcontextprotocol/clientInfo", ProtocolKey.Known),
        ("io.modelcontextprotocol/logLevel", ProtocolKey.Known),
    }.ToFrozenDictionary(entry => entry.Exact.ToLowerInvariant(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string Exact, ProtocolKey Key)>.AlternateLookup<ReadOnlySpan<char>> ByCharacters =
        Table.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All names that are told apart or checked for variants.</summary>
    public static IEnumerable<string> Names => Table.Values.Select(entry => entry.Exact);

    /// <summary>What a decoded name is; allocates nothing.</summary>
    public static ProtocolKey Find(ReadOnlySpan<byte> name)
    {
        Span<char> folded = stackalloc char[LongestFolded];
        if (!TryFold(name, folded, out var length) || !ByCharacters.TryGetValue(folded[..length], out var entry))
            return ProtocolKey.Other;
        return Ascii.Equals(name, entry.Exact) ? entry.Key : ProtocolKey.Confusable;
    }

    // False for a name that is longer than every protocol name or has a character that nobody folds to ASCII.
    private static bool TryFold(ReadOnlySpan<byte> name, Span<char> folded, out int length)
    {
        length = 0;
        while (!name.IsEmpty)
        {
            if (length == folded.Length)
                return false;
            var used = 1;
            char c;
            if (name[0] < 0x80)
                c = (char)(name[0] | (name[0] is >= (byte)'A' and <= (byte)'Z' ? 0x20 : 0));
            else if (!TryFoldToAscii(name, out c, out used))
                return false;
            folded[length++] = c;
            name = name[used..];
        }

        return true;
    }

    private static bool TryFoldToAscii(ReadOnlySpan<byte> name, out char folded, out int used)
    {
        Rune.DecodeFromUtf8(name, out var rune, out used);
        folded = rune.Value switch
        {
            0x017F => 's',
            0x212A => 'k',
            0x0130 or 0x0131 => 'i',
            _ => '\0',
        };
        return folded != '\0';
    }
}
