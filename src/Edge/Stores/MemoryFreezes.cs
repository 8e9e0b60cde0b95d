using System.Collections.Immutable;

namespace Edge.Stores;

/// <summary>Freezes in this process, lost when it ends. Never fails. Thread-safe.</summary>
internal sealed class MemoryFreezes(TimeProvider clock) : IFreezes
{
    private static readonly ImmutableSortedDictionary<FreezeTarget, Freeze> None =
        ImmutableSortedDictionary.Create<FreezeTarget, Freeze>(new ListingOrder());

    private ImmutableSortedDictionary<FreezeTarget, Freeze> _freezes = None;

    /// <inheritdoc />
    public bool SurviveRestart => false;

    /// <inheritdoc />
    public ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken)
    {
        var freezes = Volatile.Read(ref _freezes);
        return freezes.IsEmpty ? default : new ValueTask<Freeze?>(Find(freezes, grant, server));
    }

    /// <inheritdoc />
    public ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken)
    {
        var freeze = new Freeze(target, by, clock.GetUtcNow(), reason);
        ImmutableInterlocked.Update(ref _freezes, static (freezes, set) => freezes.SetItem(set.Target, set), freeze);
        return new ValueTask<Freeze>(freeze);
    }

    /// <inheritdoc />
    public ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = Volatile.Read(ref _freezes);
            if (!before.TryGetValue(target, out var ended))
                return default;
            if (Interlocked.CompareExchange(ref _freezes, before.Remove(target), before) == before)
                return new ValueTask<Freeze?>(ended);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) =>
        new([.. Volatile.Read(ref _freezes).Values]);

    private static Freeze? Find(ImmutableSortedDictionary<FreezeTarget, Freeze> freezes, string grant, string server) =>
        freezes.TryGetValue(FreezeTarget.All, out var freeze)
        || freezes.TryGetValue(FreezeTarget.Server(server), out freeze)
        || freezes.TryGetValue(FreezeTarget.Grant(grant), out freeze)
            ? freeze
            : null;

    private sealed class ListingOrder : IComparer<FreezeTarget>
    {
        public int Compare(FreezeTarget x, FreezeTarget y) =>
            x.Scope != y.Scope ? y.Scope.CompareTo(x.Scope) : string.CompareOrdinal(x.Name, y.Name);
    }
}
