namespace Edge.Mcp.Responses;

/// <summary>How the entries of a <see cref="ListKind"/> are called in messages.</summary>
internal static class ListKinds
{
    /// <summary>One entry, in words.</summary>
    public static string ToWord(this ListKind kind) => kind switch
    {
        ListKind.Tools => "tool",
        ListKind.Resources => "resource",
        ListKind.ResourceTemplates => "resource template",
        ListKind.Prompts => "prompt",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A new kind of list needs a word."),
    };
}
