namespace Edge.Mcp.Responses;

/// <summary>What became of one message.</summary>
internal enum ListFilterStatus
{
    /// <summary>
    /// It may not be sent on: it cannot be read in exactly one way. The default, so that a forgotten result passes nothing.
    /// </summary>
    Withheld,

    /// <summary>It may be sent on as it came.</summary>
    Unchanged,

    /// <summary>It is no JSON, and no reader could find a list in it: it may be sent on where it answers nobody.</summary>
    NoJson,

    /// <summary>Its rewritten form may be sent on.</summary>
    Rewritten,
}
