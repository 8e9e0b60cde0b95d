using Edge.Policy.Calls;


namespace Edge.Policy.Limits;

/// <summary>One limit of a call and the count it reads.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Count">The index of its count in <see cref="Reservation.Counts"/>.</param>
public readonly record struct ReservedCharge(CompiledLimit Limit, int Count);
