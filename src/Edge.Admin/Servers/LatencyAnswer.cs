using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Servers;

/// <summary>How long a server's newest calls took, from the decision to the end of the answer.</summary>
/// <param name="Calls">How many calls were looked at: those that are kept in memory.</param>
/// <param name="P50Milliseconds">Half of them took at most this.</param>
/// <param name="P99Milliseconds">99 of 100 took at most this.</param>
/// <param name="Errors">How many of them ended with an error, the server's own included.</param>
internal sealed record LatencyAnswer(int Calls, double P50Milliseconds, double P99Milliseconds, int Errors)
{
    /// <summary>Looks at calls that were forwarded and have ended; null where there are none.</summary>
    public static LatencyAnswer? Of(IEnumerable<DecisionEnd> ends)
    {
        var all = ends.OrderBy(end => end.Took).ToList();
        return all.Count == 0 ? null : new LatencyAnswer(all.Count, At(0.5), At(0.99), all.Count(end => end.Error is not null));

        double At(double share) => Math.Round(all[Math.Max(0, (int)Math.Ceiling(share * all.Count) - 1)].Took.TotalMilliseconds, 2);
    }
}
