using Edge.Policy.Limits;

namespace Edge.Policy.Tests.Limits.Allotments;

/// <summary>A store that several Edges share, with the number of times it was asked. It outlives them.</summary>
internal sealed class CountedStore(ILimitStore inner) : ILimitStore
{
    public int Asked { get; private set; }

    public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        Asked++;
        return inner.TakeAsync(reservation, cancellationToken);
    }

    public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
        inner.LookAsync(reservation, cancellationToken);

    public void End(Reservation reservation, ReservationEnd end) => inner.End(reservation, end);

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;
}
