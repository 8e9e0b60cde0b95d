namespace Edge.Policy.Freezes;

/// <summary>Freezes in this process, lost when it ends. Never fails. Thread-safe.</summary>
internal sealed class MemoryFreezeStore(TimeProvider clock) : IFreezeStore
{
    private readonly Lock _gate = new();
    private FreezeList _freezes = FreezeList.Empty;

    /// <inheritdoc />
    public bool SurviveRestart => false;

    /// <inheritdoc />
    public ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken) =>
        new(FindLastKnown(grant, server));

    /// <inheritdoc />
    public Freeze? FindLastKnown(string grant, string server) => Volatile.Read(ref _freezes).Find(grant, server);

    /// <inheritdoc />
    public ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken)
    {
        var freeze = new Freeze(target, by, clock.GetUtcNow(), reason);
        lock (_gate)
            Volatile.Write(ref _freezes, _freezes.With(freeze));
        return new ValueTask<Freeze>(freeze);
    }

    /// <inheritdoc />
    public ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var ended = _freezes.Of(target);
            Volatile.Write(ref _freezes, _freezes.Without(target));
            return new ValueTask<Freeze?>(ended);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) => new(Volatile.Read(ref _freezes).All);
}
