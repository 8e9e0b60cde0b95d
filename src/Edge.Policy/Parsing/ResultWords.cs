namespace Edge.Policy.Parsing;

/// <summary>Every word and every member name of <c>results</c>.</summary>
internal static class ResultWords
{
    public static readonly string[] Results = ["redact", "mask", "remove", "deny_if", "max_bytes", "on_large", "on_unreadable", "blobs"];

    public static readonly string[] Redact = ["name", "regex"];

    public static readonly string[] DenyIf = ["regex", "on_deny"];

    public static readonly WordTable<bool> OnLarge = new(("deny", false), ("truncate", true));

    public static readonly WordTable<bool> OnUnreadable = new(("deny", false), ("redact", true));

    public static readonly WordTable<bool> Blobs = new(("pass", false), ("deny", true));
}
