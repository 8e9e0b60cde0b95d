using Edge.Mcp.Json;

namespace Edge.Mcp.Requests;

/// <summary>How much of everything a message may have.</summary>
internal static class MessageLimits
{
    /// <summary>Objects and arrays inside one another, the envelope included.</summary>
    public const int MaxDepth = JsonDepth.Max;

    /// <summary>Members of objects, in the whole message.</summary>
    public const int MaxMembers = 100_000;

    /// <summary>
    /// Values in the whole message, objects and arrays included. To read a value takes as long as to read dozens of bytes of a string.
    /// </summary>
    public const int MaxValues = 1_000_000;

    /// <summary>Bytes of one member's name, as sent.</summary>
    public const int MaxNameBytes = 16 * 1024;

    /// <summary>Bytes of an id that is a string.</summary>
    public const int MaxIdBytes = 128;

    /// <summary>Bytes of a tool's name.</summary>
    public const int MaxToolNameBytes = ToolNameRule.MaxLength;

    /// <summary>Bytes of a URI, a prompt's name or a task's id.</summary>
    public const int MaxTargetBytes = 8 * 1024;

    /// <summary>Resources in one subscription.</summary>
    public const int MaxSubscriptions = 1000;
}
