namespace Edge.Benchmarks.Gateways;

/// <summary>How the time of a run is spent.</summary>
/// <remarks>
/// A median of few short rounds differs from run to run by more than most changes of Edge: 5 rounds of 1.2 s lay 20 to 60 % apart, and on a
/// quiet machine 8 of 2 s, after 6 s to compile what is called often, about 5 %. All lines so would take 20 minutes and more, so only those
/// do on which most expectations rest. A whole run takes about 12 minutes: a third for these, a third for the others, a third for starting,
/// warming up, streams and starts of Edge.
/// </remarks>
/// <param name="Main">
/// Of the 300-byte call at 1 and 32 connections, but not through mcp-proxy and with PostgreSQL, and of denied calls.
/// </param>
/// <param name="Others">Of all else: no more rounds than <paramref name="Main"/>, which goes on alone.</param>
/// <param name="WarmUp">How long each kind of request is sent through a gateway before it is measured.</param>
/// <param name="Streams">How many streams are read through a gateway.</param>
/// <param name="Starts">How often an Edge is started.</param>
internal sealed record Schedule(Pace Main, Pace Others, TimeSpan WarmUp, int Streams, int Starts)
{
    /// <summary>Worth keeping.</summary>
    public static readonly Schedule Whole = new(new Pace(8, TimeSpan.FromSeconds(2)), new Pace(4, TimeSpan.FromSeconds(1)),
        TimeSpan.FromSeconds(6), 3, 5);

    /// <summary>For a look.</summary>
    public static readonly Schedule Quick = new(new Pace(3, TimeSpan.FromSeconds(0.8)), new Pace(3, TimeSpan.FromSeconds(0.8)),
        TimeSpan.FromSeconds(3), 1, 3);
}
