using System.Collections.Immutable;

namespace Edge.Policy.Freezes;

/// <summary>The freezes active at one moment, in the order in which they are listed. Immutable.</summary>
internal sealed class FreezeList
{
    private readonly ImmutableSortedDictionary<FreezeTarget, Freeze> _freezes;

    private FreezeList(ImmutableSortedDictionary<FreezeTarget, Freeze> freezes) => _freezes = freezes;

    /// <summary>Nothing is frozen.</summary>
    public static FreezeList Empty { get; } = new(ImmutableSortedDictionary.Create<FreezeTarget, Freeze>(new ListingOrder()));

    /// <summary>All of them: all, servers, grants, each by name.</summary>
    public IReadOnlyList<Freeze> All => [.. _freezes.Values];

    /// <summary>The freeze of exactly <paramref name="target"/>; null when there is none.</summary>
    public Freeze? Of(FreezeTarget target) => _freezes.GetValueOrDefault(target);

    /// <summary>The widest freeze that stops <paramref name="grant"/> at <paramref name="server"/>; null when none does.</summary>
    public Freeze? Find(string grant, string server) => _freezes.IsEmpty
        ? null
        : Of(FreezeTarget.All) ?? Of(FreezeTarget.Server(server)) ?? Of(FreezeTarget.Grant(grant));

    /// <summary>The same with <paramref name="freeze"/>, instead of one with the same target.</summary>
    public FreezeList With(Freeze freeze) => new(_freezes.SetItem(freeze.Target, freeze));

    /// <summary>The same without that of <paramref name="target"/>.</summary>
    public FreezeList Without(FreezeTarget target) => new(_freezes.Remove(target));

    private sealed class ListingOrder : IComparer<FreezeTarget>
    {
        public int Compare(FreezeTarget x, FreezeTarget y) =>
            x.Scope != y.Scope ? y.Scope.CompareTo(x.Scope) : string.CompareOrdinal(x.Name, y.Name);
    }
}
