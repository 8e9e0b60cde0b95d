using System.Buffers;

namespace Edge.Mcp.Json;

/// <summary>Which tool names are valid, in calls and in lists alike: <c>[A-Za-z0-9_./-]{1,128}</c>.</summary>
internal static class ToolNameRule
{
    /// <summary>The most bytes, and characters, of a tool's name.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-"u8);

    /// <summary>Judges the decoded bytes of a name.</summary>
    public static bool IsValid(ReadOnlySpan<byte> name) => name.Length is > 0 and <= MaxLength && !name.ContainsAnyExcept(Allowed);
}
