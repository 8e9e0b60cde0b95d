using System.Text;
using Edge.Mcp.Json;

namespace Edge.Mcp.Responses;

/// <summary>
/// The names that the filter goes by, level by level. Compared exactly; what only resembles one makes a message unreadable.
/// </summary>
internal static class ListKeys
{
    public static readonly byte[][] Envelope = Bytes("result", "error", "method", "params", "id", "jsonrpc");

    public static readonly byte[][] Result =
        Bytes("tools", "resources", "resourceTemplates", "prompts", "cacheScope", "ttlMs", "nextCursor", "protocolVersion");

    public static readonly byte[][] Entry = Bytes("name", "uri", "uriTemplate");

    /// <summary>
    /// True when some reader would take <paramref name="name"/>, which is none of the keys, for one, or for its object's prototype.
    /// </summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> name, byte[][] keys)
    {
        foreach (var key in keys)
        {
            if (KeyVariant.Of(name, key))
                return true;
        }

        return name.SequenceEqual("__proto__"u8);
    }

    /// <summary>The list that a member of a result is, or null.</summary>
    public static ListKind? ListOf(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("tools"u8))
            return ListKind.Tools;
        if (key.SequenceEqual("resources"u8))
            return ListKind.Resources;
        if (key.SequenceEqual("resourceTemplates"u8))
            return ListKind.ResourceTemplates;
        return key.SequenceEqual("prompts"u8) ? ListKind.Prompts : null;
    }

    /// <summary>Whether some reader takes <paramref name="name"/> for the key.</summary>
    public static bool Reads(ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) => name.SequenceEqual(key) || KeyVariant.Of(name, key);

    /// <summary>Whether some reader finds a list in the member of a result with this name.</summary>
    public static bool IsPossibleList(ReadOnlySpan<byte> name) =>
        Reads(name, "tools"u8)
        || Reads(name, "resources"u8)
        || Reads(name, "resourceTemplates"u8)
        || Reads(name, "prompts"u8)
        || name.SequenceEqual("__proto__"u8);

    private static byte[][] Bytes(params string[] keys) => Array.ConvertAll(keys, Encoding.ASCII.GetBytes);
}
