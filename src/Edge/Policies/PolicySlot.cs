namespace Edge.Policies;

/// <summary>The holder of one policy's snapshot, by name. Thread-safe: a snapshot is swapped whole.</summary>
internal sealed class PolicySlot(string name, string path, PolicySnapshot first)
{
    private volatile PolicySnapshot _current = first;
    private volatile bool _lastReloadFailed;
    private long _loads;
    private long _refusals;

    /// <summary>The policy's name in the settings.</summary>
    public string Name { get; } = name;

    /// <summary>The policy's file, as the settings name it.</summary>
    public string Path { get; } = path;

    /// <summary>What is current.</summary>
    public PolicySnapshot Current => _current;

    /// <summary>Whether the file as it stands now was refused, so that what is current is older than the file.</summary>
    public bool LastReloadFailed => _lastReloadFailed;

    /// <summary>How often a changed file was taken.</summary>
    public long Loads => Interlocked.Read(ref _loads);

    /// <summary>How often a changed file was refused.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Makes <paramref name="snapshot"/> current.</summary>
    public void Replace(PolicySnapshot snapshot)
    {
        _current = snapshot;
        _lastReloadFailed = false;
        Interlocked.Increment(ref _loads);
    }

    /// <summary>Keeps what is current and remembers that the file was refused.</summary>
    public void KeepLastGood()
    {
        _lastReloadFailed = true;
        Interlocked.Increment(ref _refusals);
    }

    /// <summary>Forgets a refusal: the file is again what is current.</summary>
    public void FileIsCurrentAgain() => _lastReloadFailed = false;
}
