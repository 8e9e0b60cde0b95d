namespace Edge.Gateway.Policies;

/// <summary>The holder of one policy's snapshot, by name. Thread-safe: a snapshot is swapped whole.</summary>
internal sealed class PolicySlot(string name, string path, PolicySnapshot first)
{
    private const int MaxKept = 8;

    private volatile PolicySnapshot _current = first;
    private volatile IReadOnlyList<PolicySnapshot> _kept = [first];
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

    /// <summary>What is current and the few that were so before, the newest first: what was decided lately names one of them.</summary>
    public IReadOnlyList<PolicySnapshot> Kept => _kept;

    /// <summary>Makes <paramref name="snapshot"/> current. Only the watcher calls it, one call at a time.</summary>
    public void Replace(PolicySnapshot snapshot)
    {
        _current = snapshot;
        _kept = [snapshot, .. _kept.Where(kept => kept.Policy.Revision != snapshot.Policy.Revision).Take(MaxKept - 1)];
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
