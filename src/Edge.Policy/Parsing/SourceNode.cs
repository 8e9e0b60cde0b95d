using System.Globalization;
using Edge.Policy.Documents;

namespace Edge.Policy.Parsing;

/// <summary>A JSON value of a policy file with its place. Pointers are made when asked for: a hostile file could make them long.</summary>
internal sealed class SourceNode(SourceKind kind, SourceNode? parent, string? name, int index, int line, int column)
{
    private const int MaxPointerName = 256;

    /// <summary>The JSON type.</summary>
    public SourceKind Kind { get; } = kind;

    /// <summary>A string's characters, or the text of a number, boolean or null.</summary>
    public string Text { get; init; } = "";

    /// <summary>An array's elements; empty for the rest.</summary>
    public List<SourceNode> Items { get; } = [];

    /// <summary>An object's members, names unique, in document order; empty for the rest.</summary>
    public List<SourceMember> Members { get; } = [];

    /// <summary>The JSON pointer of this value (RFC 6901); names beyond 256 characters are shortened.</summary>
    public string Pointer
    {
        get
        {
            if (parent is null)
                return "";
            var step = name is null ? index.ToString(CultureInfo.InvariantCulture)
                : Escape(name.Length <= MaxPointerName ? name : name[..MaxPointerName] + "…");
            return $"{parent.Pointer}/{step}";
        }
    }

    /// <summary>Where this value starts.</summary>
    public SourcePlace Place => new(Pointer, line, column);

    /// <summary>The member of this name, or null.</summary>
    public SourceMember? Member(string wanted)
    {
        foreach (var member in Members)
        {
            if (member.Name == wanted)
                return member;
        }
        return null;
    }

    private static string Escape(string text) => text.Replace("~", "~0", StringComparison.Ordinal)
        .Replace("/", "~1", StringComparison.Ordinal);
}
