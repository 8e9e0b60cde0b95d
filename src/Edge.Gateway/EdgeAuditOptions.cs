namespace Edge.Gateway;

/// <summary>The section <c>Edge:Audit</c>: where and how decisions are recorded.</summary>
public sealed class EdgeAuditOptions
{
    /// <summary>The folder of the records; each process needs one of its own. Default: null, which records nothing.</summary>
    public string? Path { get; set; }

    /// <summary>Whether calls that cannot be recorded go on all the same. Default: false, which answers them with status 503.</summary>
    public bool DropOnFailure { get; set; }

    /// <summary>Whether a call waits until its decision is on the disk. Default: false.</summary>
    public bool Durable { get; set; }

    /// <summary>Paths of arguments whose values are recorded; of all others only the paths are. Default: none; at most 16.</summary>
    public IList<string> Record { get; } = [];

    /// <summary>How many records may wait to be written. Default: 4,096; 16 to 65,536.</summary>
    public int QueueSize { get; set; } = 4096;

    /// <summary>
    /// A file that has reached this size is followed by a new one, in bytes. Default: 67,108,864 (64 MiB); 64 KiB to 4 GiB.
    /// </summary>
    public long MaxFileBytes { get; set; } = 64L << 20;

    /// <summary>How many files are kept; the oldest go first. Default: 0, which keeps all; at most 100,000.</summary>
    public int KeepFiles { get; set; }

    /// <summary>For how many days files are kept. Default: 0, which keeps all; at most 36,500.</summary>
    public int KeepDays { get; set; }
}
