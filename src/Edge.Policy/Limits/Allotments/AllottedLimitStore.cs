using System.Collections.Concurrent;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Stores;

namespace Edge.Policy.Limits.Allotments;

/// <summary>
/// A shared store of which this Edge takes parts of hot counts in advance, where their limits say so (<c>allotment</c>): never more than
/// the maximum passes, and most calls need no round trip. Owns the store. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A call all of whose counts are allotted takes from what is here. Any other call, and one for which there is not enough, asks the
/// store as ever; then the next allotment is taken, beside it.</para>
/// <para>What is not used returns after ten seconds, at the shutdown, and never into another window. Until then others do not have it: near
/// its end a limit may let through less than its maximum for so long.</para>
/// </remarks>
internal sealed class AllottedLimitStore(ILimitStore inner, TimeProvider clock) : ILimitStore
{
    /// <summary>How long an Edge keeps what it does not use.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int LeastCalls = 2;
    private const int MostKeys = 4096;

    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private int _disposed;

    /// <inheritdoc />
    public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if (!IsAllotted(reservation))
            return inner.TakeAsync(reservation, cancellationToken);
        if (TryTakeHere(reservation))
            return ValueTask.CompletedTask;
        return TakeThereAsync(reservation, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
        inner.LookAsync(reservation, cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<byte[]> KeysHeld(int atMost) => inner.KeysHeld(atMost);

    /// <inheritdoc />
    public void End(Reservation reservation, ReservationEnd end)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if (reservation.Allotments is not { } allotments)
        {
            inner.End(reservation, end);
            return;
        }

        if (end == ReservationEnd.GivenBack)
        {
            for (var i = 0; i < allotments.Length; i++)
                allotments[i].GiveBack(reservation.Counts[i].Cost);
        }

        reservation.Recycle();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Close())
            inner.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!Close())
            return;
        await Task.WhenAll(_slots.Values.Select(slot => slot.Filling)).ConfigureAwait(false);
        Return();
        await inner.DisposeAsync().ConfigureAwait(false);
    }

    private bool Close()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return false;
        Return();
        return true;
    }

    private void Return()
    {
        foreach (var slot in _slots.Values)
            Return(slot.Replace(null));
    }

    private void Return(Allotment? allotment)
    {
        if (allotment?.Close() is { } unused)
            inner.End(unused, ReservationEnd.GivenBack);
    }

    // A limit on the same count that has another maximum, or a shadow, is the store's to compare.
    private static bool IsAllotted(Reservation reservation)
    {
        foreach (ref readonly var charge in reservation.Charges)
        {
            if (charge.Limit.Allotment == 0 || charge.Limit.Shadow || charge.Limit.Algorithm != LimitAlgorithm.Fixed)
                return false;
        }

        return reservation.Counts.Length == reservation.Charges.Length;
    }

    // All or none: what was taken for the first counts returns if a later one has not enough.
    private bool TryTakeHere(Reservation reservation)
    {
        var now = Now();
        var allotments = new Allotment[reservation.Counts.Length];
        for (var i = 0; i < allotments.Length; i++)
        {
            ref readonly var count = ref reservation.Counts[i];
            if (_slots.TryGetValue(KeyOf(reservation, i), out var slot) && slot.Current is { } allotment && allotment.IsOf(count.Limit)
                && allotment.Take(count.Limit, count.Cost, now) is { } status)
            {
                allotments[i] = allotment;
                reservation.Statuses[i] = status;
                continue;
            }

            for (var taken = 0; taken < i; taken++)
                allotments[taken].GiveBack(reservation.Counts[taken].Cost);
            return false;
        }

        reservation.Allotments = allotments;
        reservation.IsTaken = reservation.IsShadowTaken = true;
        return true;
    }

    private async ValueTask TakeThereAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        await inner.TakeAsync(reservation, cancellationToken).ConfigureAwait(false);
        if (!reservation.IsTaken || Volatile.Read(ref _disposed) != 0)
            return;
        for (var i = 0; i < reservation.Counts.Length; i++)
            Fill(reservation, i);
    }

    // So much that it is worth it, in whole calls; one at a time for each count.
    private void Fill(Reservation reservation, int index)
    {
        var (status, count) = (reservation.Statuses[index], reservation.Counts[index]);
        if (count.Cost == 0)
            return;
        var share = decimal.Floor(status.Remaining * count.Limit.Allotment / count.Cost) * count.Cost;
        if (share < LeastCalls * count.Cost || status.Remaining > decimal.MaxValue / 2)
            return;
        var key = KeyOf(reservation, index);
        if (!_slots.TryGetValue(key, out var slot))
        {
            Forget();
            if (_slots.Count >= MostKeys)
                return;
            slot = _slots.GetOrAdd(key, static _ => new Slot());
        }

        if (!slot.TryBeginFilling())
            return;
        var charges = new ChargeList();
        charges.Add(count.Limit, charges.Append(reservation.KeyOf(in count)), share);
        var allotted = Reservation.Of(charges);
        (allotted.Caller, allotted.IsUnconfirmed) = (reservation.Caller, reservation.IsUnconfirmed);
        slot.Filling = FillAsync(slot, allotted);
    }

    private async Task FillAsync(Slot slot, Reservation allotted)
    {
        try
        {
            var asked = Now();
            await inner.TakeAsync(allotted, CancellationToken.None).ConfigureAwait(false);
            if (!allotted.IsTaken)
            {
                allotted.Recycle();
                return;
            }

            var allotment = new Allotment(allotted, asked, Longest);
            Return(slot.Replace(allotment));
            if (Volatile.Read(ref _disposed) != 0)
            {
                Return(slot.Replace(null));
                return;
            }

            _ = ReturnLaterAsync(slot, allotment);
        }
        catch (StoreUnavailableException)
        {
            // The next call asks as ever, and is told. What the store may have taken stays counted.
        }
        finally
        {
            slot.EndFilling();
        }
    }

    private async Task ReturnLaterAsync(Slot slot, Allotment allotment)
    {
        var left = allotment.EndsAt - Now();
        if (left > 0)
            await Task.Delay(new TimeSpan(left), clock).ConfigureAwait(false);
        if (slot.TryRemove(allotment))
            Return(allotment);
    }

    // Counts of which nothing is here any more.
    private void Forget()
    {
        if (_slots.Count < MostKeys)
            return;
        foreach (var (key, slot) in _slots)
        {
            if (slot.IsUnused)
                _slots.TryRemove(KeyValuePair.Create(key, slot));
        }
    }

    private long Now() => clock.GetElapsedTime(0).Ticks;

    private static string KeyOf(Reservation reservation, int index) => Convert.ToHexString(reservation.KeyOf(in reservation.Counts[index]));
}
