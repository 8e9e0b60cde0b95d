namespace Edge.Gateway.Logging;

/// <summary>How often a <see cref="LogSum{TPlace,TFacts}"/> logs. Immutable.</summary>
/// <param name="Interval">The time from one sum to the next, and after which a place at which nothing happens is forgotten.</param>
/// <param name="Burst">How many events at one place are logged as they happen before they are counted. At least 1. Default: 1.</param>
/// <param name="Places">How many places are told apart; all others are counted together. At least 1. Default: 64.</param>
internal sealed record LogSumOptions(TimeSpan Interval, int Burst = 1, int Places = 64)
{
    /// <summary>For what goes on for a while, such as a server that is down or calls without a token: a sum every 10 s.</summary>
    public static readonly LogSumOptions Condition = new(TimeSpan.FromSeconds(10));

    /// <summary>For what stays as it is until an operator changes it, such as a tool whose name is invalid: a sum every hour.</summary>
    public static readonly LogSumOptions Finding = new(TimeSpan.FromHours(1), Places: 256);

    /// <summary>For what is worth a line each time, such as a denial: 100 lines in 10 s for each place, then sums.</summary>
    public static readonly LogSumOptions Event = new(TimeSpan.FromSeconds(10), Burst: 100);
}
