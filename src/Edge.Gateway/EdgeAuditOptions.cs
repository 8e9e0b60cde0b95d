namespace Edge.Gateway;

/// <summary>Where and how decisions are recorded: the section <c>Edge:Audit</c>.</summary>
public sealed class EdgeAuditOptions
{
    /// <summary>The folder of the records. Each process needs its own. Default: null: nothing is recorded.</summary>
    public string? Path { get; set; }

    /// <summary>Whether calls that cannot be recorded go on. Default: false: Edge responds to them with status 503.</summary>
    public bool DropOnFailure { get; set; }

    /// <summary>Whether a call waits until its decision is on the disk (fsync). Default: false.</summary>
    public bool Durable { get; set; }

    /// <summary>The paths of arguments whose values are recorded; of others only the paths are. Default: none; at most 16.</summary>
    public IList<string> Record { get; } = [];

    /// <summary>The number of records that may wait to be written. Default: 4,096; 16 to 65,536.</summary>
    public int QueueSize { get; set; } = 4096;

    /// <summary>
    /// The size at which a new file begins, in bytes. Default: 67,108,864 (64 MiB); 64 KiB to 4 GiB.
    /// </summary>
    public long MaxFileBytes { get; set; } = 64L << 20;

    /// <summary>The number of files that are kept; the oldest are removed. Default: 0: all are kept; at most 100,000.</summary>
    public int KeepFiles { get; set; }

    /// <summary>The number of days for which files are kept. Default: 0: all are kept; at most 36,500.</summary>
    public int KeepDays { get; set; }
}
