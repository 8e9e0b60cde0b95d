namespace Edge.Mcp.Responses;

/// <summary>What <see cref="SseEventReader"/> has found complete.</summary>
internal enum SseItem
{
    /// <summary>Nothing yet: all input is taken, more is needed.</summary>
    None,

    /// <summary>A comment line.</summary>
    Comment,

    /// <summary>A block of lines ended by an empty one, possibly without data or without any line.</summary>
    Event,

    /// <summary>An event that has not ended, has more bytes than are held, and is within its data. Reported once an event.</summary>
    LongData,

    /// <summary>The end of a block that was too long, or for which there was no room: nothing of it was kept.</summary>
    Skipped,
}
