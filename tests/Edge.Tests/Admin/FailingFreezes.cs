using Edge.Policy.Freezes;
using Edge.Policy.Stores;

namespace Edge.Tests.Admin;

/// <summary>Freezes behind a database that is down until it is said to work.</summary>
internal sealed class FailingFreezes : IFreezeStore
{
    private readonly MemoryFreezeStore _inner = new(TimeProvider.System);
    private volatile bool _works;

    public bool Works
    {
        get => _works;
        set => _works = value;
    }

    public bool SurviveRestart => true;

    public ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken) =>
        Inner.FindAsync(grant, server, cancellationToken);

    public Freeze? FindLastKnown(string grant, string server) => _inner.FindLastKnown(grant, server);

    public ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken) =>
        Inner.SetAsync(target, by, reason, cancellationToken);

    public ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken) =>
        Inner.ClearAsync(target, cancellationToken);

    public ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) => Inner.ListAsync(cancellationToken);

    private MemoryFreezeStore Inner => Works ? _inner : throw new StoreUnavailableException("the database at a secret host is down");
}
