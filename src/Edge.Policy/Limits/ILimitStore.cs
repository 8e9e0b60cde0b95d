namespace Edge.Policy.Limits;

/// <summary>
/// Stores the counts of limits. Edge has a store in memory; packages add stores in databases that several processes share. Register your
/// own as a singleton before <c>AddEdge</c>.
/// </summary>
/// <remarks>
/// <para>Thread-safety: implementations must be thread-safe. A <see cref="Reservation"/> belongs to one call and is not.</para>
/// <para>Identity: the bytes of <see cref="Reservation.KeyOf"/> identify a count, and nothing else does. They contain the policy's name,
/// the counter, the window, the algorithm and the values of the scopes; at most a few kilobytes.</para>
/// <para>Errors: a store that cannot answer throws <see cref="Stores.StoreUnavailableException"/>. The call is then denied with the reason
/// <c>store_unavailable</c>, unless it is an outage and the failure mode is open. Any other exception ends the call with status 500. A
/// store never reports room that it does not know of.</para>
/// <para>
/// Cost: every call with a limit waits for <see cref="TakeAsync"/>. Edge sets no timeout of its own; the store bounds its waits.
/// </para>
/// </remarks>
public interface ILimitStore : IDisposable, IAsyncDisposable
{
    /// <summary>
    /// Takes all enforced counts of a reservation or none of them, in one atomic step. If it takes them, it also takes all shadow counts
    /// or none.
    /// </summary>
    /// <param name="reservation">
    /// The counts and their costs. The store sets <see cref="Reservation.IsTaken"/> and <see cref="Reservation.IsShadowTaken"/>, and
    /// writes one entry of <see cref="Reservation.Statuses"/> for each charge.
    /// </param>
    /// <param name="cancellationToken">Ends the wait when the caller leaves.</param>
    /// <returns>A task that ends when the counts are taken, or are known to have no room. Having no room is not an error.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot answer. Nothing stays taken.</exception>
    /// <exception cref="OperationCanceledException">The caller left. Nothing stays taken.</exception>
    ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Writes the statuses that <see cref="TakeAsync"/> would write now, and takes nothing.</summary>
    /// <param name="reservation">The counts and their costs.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the statuses are written.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The store cannot answer.</exception>
    ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken);

    /// <summary>
    /// Returns keys of counts that are in use, for the list of limits on the admin port. Default: none, for stores that keep only hashes
    /// of keys.
    /// </summary>
    /// <param name="atMost">The most keys to return.</param>
    /// <returns>The keys, in any order. Counts that are empty by now may be among them.</returns>
    IReadOnlyList<byte[]> KeysHeld(int atMost) => [];

    /// <summary>
    /// Ends a reservation that was taken. Called exactly once for each of them. It returns at once and must not throw; the store may do
    /// the work later.
    /// </summary>
    /// <param name="reservation">
    /// The reservation. It belongs to the store from here on, which calls <see cref="Reservation.Recycle"/> when it is done.
    /// </param>
    /// <param name="end">How the call ended, which decides what returns to the counts.</param>
    void End(Reservation reservation, ReservationEnd end);
}
