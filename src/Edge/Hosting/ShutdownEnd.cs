namespace Edge.Hosting;

/// <summary>How serving ended.</summary>
internal enum ShutdownEnd
{
    /// <summary>Every call under way ended with its result.</summary>
    Drained,

    /// <summary>Calls under way were cut.</summary>
    Cut,

    /// <summary>A part of Edge broke, which stopped all of it.</summary>
    Broke,
}
