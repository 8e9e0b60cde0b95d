namespace Edge.Policy.Limits;

/// <summary>Where counts live: in memory, or in a database that several Edges share. Thread-safe.</summary>
/// <remarks>
/// Both implementations answer the same contract tests. A count is identified by its key's bytes alone. Whatever cannot be asked throws;
/// it is never room.
/// </remarks>
public interface ILimitStore : IDisposable, IAsyncDisposable
{
    /// <summary>
    /// Takes every enforced count of <paramref name="reservation"/> or none, and if it took them every shadow count or none, in one atomic
    /// step; sets <see cref="Reservation.IsTaken"/>, <see cref="Reservation.IsShadowTaken"/> and one status a charge.
    /// </summary>
    /// <remarks>When the task fails or is cancelled, nothing stays taken.</remarks>
    ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken);

    /// <summary>Writes the statuses as they would be found, and takes nothing.</summary>
    ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken);

    /// <summary>
    /// The keys of counts that are held, <paramref name="atMost"/> of them, for people who look; empty where the store knows counts by
    /// hashes alone. Counts that a new one would equal may be among them.
    /// </summary>
    IReadOnlyList<byte[]> KeysHeld(int atMost) => [];

    /// <summary>
    /// Ends a reservation that was taken, at once or a little later. Called exactly once; the reservation belongs to the store from then
    /// on, which hands it to <see cref="Reservation.Recycle"/> when done. Never throws because of a failing database.
    /// </summary>
    void End(Reservation reservation, ReservationEnd end);
}
