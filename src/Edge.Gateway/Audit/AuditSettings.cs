using Edge.Policy.Documents;


namespace Edge.Gateway.Audit;

/// <summary>The <c>Edge:Audit</c> section of the settings, checked. Immutable.</summary>
internal sealed record AuditSettings
{
    /// <summary>Where the program's records go when nothing else is said.</summary>
    public const string DefaultPath = "data/audit";

    /// <summary>The key of <see cref="Path"/>.</summary>
    public const string PathKey = "Edge:Audit:Path";

    /// <summary>The folder of the records, relative to the content root; null when nothing is recorded. Default value: null.</summary>
    public string? Path { get; init; }

    /// <summary>What becomes of calls that cannot be recorded. Default value: deny.</summary>
    public AuditFailureMode OnFailure { get; init; }

    /// <summary>Whether a call waits until its decision is on the disk. Default value: false.</summary>
    public bool Durable { get; init; }

    /// <summary>The arguments whose values are recorded; of all others only the paths are. Default value: none; at most 16.</summary>
    public IReadOnlyList<ValuePath> Record { get; init; } = [];

    /// <summary>
    /// How many records may wait to be written, besides the outcomes of calls already forwarded. Default value: 4,096; 16 to 65,536.
    /// </summary>
    public int QueueSize { get; init; } = 4096;

    /// <summary>A file that has reached this size is followed by a new one, in bytes. Default value: 64 MiB; 64 KiB to 4 GiB.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>How many files are kept; the oldest go first. Default value: 0, which keeps all.</summary>
    public int KeepFiles { get; init; }

    /// <summary>For how many days files are kept. Default value: 0, which keeps all.</summary>
    public int KeepDays { get; init; }

    /// <summary>Whether anything is recorded.</summary>
    public bool IsOn => Path is not null;
}
