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
    private static readonly (string Exact, ProtocolKey Key)[] All =
    [
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
        ("inputResponses", ProtocolKey.InputResponses),
        ("level", ProtocolKey.Known),
        ("message", ProtocolKey.Known),
        ("progress", ProtocolKey.Known),
        ("progressToken", ProtocolKey.Known),
        ("reason", ProtocolKey.Known),
        ("requestId", ProtocolKey.Known),
        ("requestState", ProtocolKey.RequestState),
        ("task", ProtocolKey.Known),
        ("total", ProtocolKey.Known),
        ("toolsListChanged", ProtocolKey.Known),
        ("promptsListChanged", ProtocolKey.Known),
        ("resourcesListChanged", ProtocolKey.Known),
        ("io.modelcontextprotocol/clientInfo", ProtocolKey.Known),
        ("io.modelcontextprotocol/logLevel", ProtocolKey.Known),
    ];

    // The letters that fold to one of a name have up to three bytes.
    private static readonly int LongestSpelling = 3 * All.Max(entry => entry.Exact.Length);

    // By length and first letter, for the names that are plain ASCII: nearly all.
    private static readonly (byte[] Exact, ProtocolKey Key)[]?[] Buckets = MakeBuckets();

    private static readonly FrozenDictionary<string, ProtocolKey>.AlternateLookup<ReadOnlySpan<char>> Folded =
        All.ToFrozenDictionary(entry => entry.Exact.ToLowerInvariant(), entry => entry.Key, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All names that are told apart or checked for variants.</summary>
    public static IEnumerable<string> Names => All.Select(entry => entry.Exact);

    /// <summary>What a decoded name is; allocates nothing.</summary>
    public static ProtocolKey Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > LongestSpelling)
            return ProtocolKey.Other;
        if (!Ascii.IsValid(name))
            return FindFolded(name);
        foreach (var (exact, key) in Buckets[BucketOf(name)] ?? [])
        {
            if (Ascii.EqualsIgnoreCase(name, exact))
                return name.SequenceEqual(exact) ? key : ProtocolKey.Confusable;
        }

        return ProtocolKey.Other;
    }

    // A name with other letters is never a protocol name itself.
    private static ProtocolKey FindFolded(ReadOnlySpan<byte> name)
    {
        Span<char> folded = stackalloc char[LongestSpelling];
        return TryFold(name, folded, out var length) && Folded.ContainsKey(folded[..length]) ? ProtocolKey.Confusable : ProtocolKey.Other;
    }

    // The lower five bits of a letter are the same in both cases.
    private static int BucketOf(ReadOnlySpan<byte> name) => (name.Length << 5) | (name[0] & 0x1F);

    private static (byte[] Exact, ProtocolKey Key)[]?[] MakeBuckets()
    {
        var buckets = new (byte[] Exact, ProtocolKey Key)[]?[(LongestSpelling + 1) << 5];
        foreach (var (exact, key) in All)
        {
            var name = Encoding.ASCII.GetBytes(exact);
            ref var bucket = ref buckets[BucketOf(name)];
            bucket = [.. bucket ?? [], (name, key)];
        }

        return buckets;
    }

    // False for a name that has a character which nobody folds to ASCII.
    private static bool TryFold(ReadOnlySpan<byte> name, Span<char> folded, out int length)
    {
        length = 0;
        while (!name.IsEmpty)
        {
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
