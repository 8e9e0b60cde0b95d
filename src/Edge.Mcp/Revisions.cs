namespace Edge.Mcp;

/// <summary>The published revisions of the protocol, and which rules one is read by.</summary>
internal static class Revisions
{
    public const string Newest = "2026-07-28";

    public const string Oldest = "2024-11-05";

    /// <summary>What a request without the header is taken for (streamable-http, "Protocol Version Header").</summary>
    public const string Assumed = "2025-03-26";

    /// <summary>A revision's name has at most this many characters.</summary>
    public const int MaxLength = 64;

    /// <summary>All that are published, oldest first.</summary>
    public static readonly IReadOnlyList<string> Known = [Oldest, Assumed, "2025-06-18", "2025-11-25", Newest];

    /// <summary>Whether a revision carries its metadata on every request: 2026-07-28 and whatever sorts after it.</summary>
    public static bool IsModern(string revision) => string.CompareOrdinal(revision, Newest) >= 0;

    /// <summary>Whether a revision is one of <see cref="Known"/>.</summary>
    public static bool IsKnown(string revision) => Known.Contains(revision);
}
