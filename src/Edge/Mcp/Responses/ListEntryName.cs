using System.Text;
using Edge.Mcp.Json;

namespace Edge.Mcp.Responses;

/// <summary>How the entries of each list are called, and which of their names are valid.</summary>
internal static class ListEntryName
{
    /// <summary>The member of an entry that holds its name.</summary>
    public static ReadOnlySpan<byte> KeyOf(ListKind kind) => kind switch
    {
        ListKind.Resources => "uri"u8,
        ListKind.ResourceTemplates => "uriTemplate"u8,
        _ => "name"u8,
    };

    /// <summary>The name that some decoded text is, or null when it is not valid.</summary>
    public static string? Of(ListKind kind, ReadOnlySpan<byte> text)
    {
        var valid = kind == ListKind.Tools ? ToolNameRule.IsValid(text) : !text.IsEmpty;
        return valid ? Encoding.UTF8.GetString(text) : null;
    }
}
