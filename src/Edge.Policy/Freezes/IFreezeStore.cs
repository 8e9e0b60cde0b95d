using Edge.Policy.Stores;

namespace Edge.Policy.Freezes;

/// <summary>
/// Who is stopped, until thawed: in memory, or in a database that several Edges share. Thread-safe. Both implementations answer the same
/// contract tests.
/// </summary>
public interface IFreezeStore
{
    /// <summary>Whether freezes outlive a restart of Edge.</summary>
    bool SurviveRestart { get; }

    /// <summary>
    /// The freeze that stops <paramref name="grant"/> at <paramref name="server"/>, the widest first (all, server, grant); null when none
    /// does. Asked before every message is decided: in memory it completes at once, and costs nothing while nothing is frozen.
    /// </summary>
    /// <remarks>
    /// A freeze for which <see cref="SetAsync"/> completed is found by every search that begins afterwards, on every Edge of the store.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">It cannot be known whether there is one: the message is denied.</exception>
    ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken);

    /// <summary>The same as far as it was known when the store last answered: for what must go on although it does not answer.</summary>
    Freeze? FindLastKnown(string grant, string server);

    /// <summary>Stops <paramref name="target"/>, or puts user, time and reason of a freeze that exists anew; the freeze in force.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken);

    /// <summary>
    /// Thaws exactly <paramref name="target"/>, whatever else is frozen; the freeze that ended, null when there was none.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken);

    /// <summary>Every freeze in force, in the order of scope (all, server, grant) and name, compared ordinally.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken);
}
