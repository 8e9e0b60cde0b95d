using System.Buffers;

namespace Edge.Policy.Matching;

/// <summary>
/// Which tool names are valid: <c>[A-Za-z0-9_./-]{1,128}</c>. Edge.Mcp has the same rule for bytes; a test compares them.
/// </summary>
internal static class ToolName
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 128;

    /// <summary>What a name may consist of.</summary>
    public const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Characters);

    /// <summary>Judges a name.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);
}
