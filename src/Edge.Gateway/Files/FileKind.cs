namespace Edge.Gateway.Files;

/// <summary>What stands at a path.</summary>
internal enum FileKind
{
    /// <summary>A file with bytes of its own.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A FIFO, socket or device: to read one may wait for ever.</summary>
    Other,
}
