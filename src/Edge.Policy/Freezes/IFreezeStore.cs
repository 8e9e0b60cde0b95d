using Edge.Policy.Stores;

namespace Edge.Policy.Freezes;

/// <summary>
/// Stores freezes: the grants and servers that an operator has stopped. Edge has a store in memory; packages add stores in databases that
/// several processes share. Register your own as a singleton before <c>AddEdge</c>.
/// </summary>
/// <remarks>
/// <para>Thread-safety: implementations must be thread-safe.</para>
/// <para>Errors: a store that cannot answer throws <see cref="StoreUnavailableException"/>. A message is then denied, unless the policy is
/// in shadow mode. A store whose failure mode is open returns the last known freeze in an outage instead.</para>
/// </remarks>
public interface IFreezeStore
{
    /// <summary>Whether freezes survive a restart of the process. The admin port shows it.</summary>
    bool SurviveRestart { get; }

    /// <summary>
    /// Finds the widest freeze that stops a caller at a server: everything, then the server, then the grant. Called for every message
    /// before it is decided, so its time is part of every call.
    /// </summary>
    /// <param name="grant">The caller's id.</param>
    /// <param name="server">The server: the id of the cluster.</param>
    /// <param name="cancellationToken">Ends the wait when the caller leaves.</param>
    /// <returns>The freeze; null if nothing stops the caller.</returns>
    /// <remarks>
    /// A freeze for which <see cref="SetAsync"/> completed must be found by every search that begins afterwards, in every process.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">
    /// The store cannot answer. The message is denied, unless the policy is in shadow mode.
    /// </exception>
    ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken);

    /// <summary>
    /// The same as of the store's last response, at once and without an error: for open streams, which go on during an outage.
    /// </summary>
    /// <param name="grant">The caller's id.</param>
    /// <param name="server">The server: the id of the cluster.</param>
    /// <returns>The freeze; null if none is known.</returns>
    Freeze? FindLastKnown(string grant, string server);

    /// <summary>Adds a freeze, or replaces the user, time and reason of the freeze with this target.</summary>
    /// <param name="target">Who or what is stopped.</param>
    /// <param name="by">The name of the user.</param>
    /// <param name="reason">The reason, in the user's words; null for none. At most 500 characters.</param>
    /// <param name="cancellationToken">Ends the wait, but not a change that has begun.</param>
    /// <returns>The freeze that is active now.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken);

    /// <summary>Removes the freeze with exactly this target. Other freezes stay.</summary>
    /// <param name="target">Who or what goes on.</param>
    /// <param name="cancellationToken">Ends the wait, but not a change that has begun.</param>
    /// <returns>The freeze that was removed; null if there was none.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken);

    /// <summary>Lists the active freezes by scope (all, server, grant) and then by name, compared ordinally.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The freezes; empty if there are none.</returns>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken);
}
