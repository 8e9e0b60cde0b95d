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

    /// <summary>What is wrong with a name that is not valid, in words that follow it.</summary>
    public static string Rule(ListKind kind) => kind == ListKind.Tools
        ? $"has a name that is not made of 1 to {ToolNameRule.MaxLength} letters, digits, underscores, dots, slashes and hyphens"
        : "has an empty name";

    /// <summary>The name that some decoded text is, or null when it is not valid.</summary>
    public static string? Of(ListKind kind, ReadOnlySpan<byte> text)
    {
        var valid = kind == ListKind.Tools ? ToolNameRule.IsValid(text) : !text.IsEmpty;
        return valid ? Encoding.UTF8.GetString(text) : null;
    }
}
