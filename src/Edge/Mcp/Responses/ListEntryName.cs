using System.Buffers;
using System.Text.Json;
using Edge.Mcp.Json;

namespace Edge.Mcp.Responses;

/// <summary>How the entries of each list are called, and which of their names are valid.</summary>
internal static class ListEntryName
{
    /// <summary>The longest name or uri that is read, in bytes as escaped; an entry with a longer one is invalid.</summary>
    public const int MaxRawBytes = 8192;

    private const int MaxToolName = 128;

    private static readonly SearchValues<char> ToolNameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    /// <summary>The member of an entry that holds its name.</summary>
    public static ReadOnlySpan<byte> KeyOf(ListKind kind) => kind switch
    {
        ListKind.Resources => "uri"u8,
        ListKind.ResourceTemplates => "uriTemplate"u8,
        _ => "name"u8,
    };

    /// <summary>The valid name that the reader stands on, or null.</summary>
    public static string? Read(ListKind kind, ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length is 0 or > MaxRawBytes || StrictText.HasLoneSurrogate(ref json))
            return null;
        var name = json.GetString()!;
        return kind != ListKind.Tools || IsToolName(name) ? name : null;
    }

    private static bool IsToolName(string name) =>
        name.Length is > 0 and <= MaxToolName && !name.AsSpan().ContainsAnyExcept(ToolNameCharacters);
}
