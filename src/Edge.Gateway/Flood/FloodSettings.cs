using System.Threading.RateLimiting;
using Edge.Gateway.Settings;

namespace Edge.Gateway.Flood;

/// <summary>The section <c>Edge:Flood</c>: what is let in before anything is read. Immutable.</summary>
/// <param name="RequestsPerSecond">How many requests a client address, and a grant, may make a second in the long run.</param>
/// <param name="Burst">How many of them may come at once.</param>
internal sealed record FloodSettings(int RequestsPerSecond, int Burst)
{
    private const int Max = 1_000_000;

    /// <summary>Reads the section; the mistakes are the reader's.</summary>
    public static FloodSettings Read(SettingsReader reader)
    {
        var rate = (int)reader.Number("Flood:RequestsPerSecond", 200, 1, Max);
        var burst = (int)reader.Number("Flood:Burst", Math.Min(2 * rate, Max), 1, Max);
        if (burst < rate)
        {
            reader.Report("Flood:Burst", "config_out_of_range",
                $"expected at least Edge:Flood:RequestsPerSecond ({rate}), because what does not fit at once never adds up to it; "
                    + $"found {burst}");
        }

        return new(rate, burst);
    }

    /// <summary>Reads how many connections a client address may hold, which only the program bounds: it owns the listeners.</summary>
    public static int ReadConnections(SettingsReader reader) => (int)reader.Number("Flood:ConnectionsPerAddress", 100, 1, Max);

    /// <summary>The bucket of one address or grant. It fills ten times a second, or as often as a whole request comes together.</summary>
    public TokenBucketRateLimiterOptions Bucket()
    {
        var atOnce = Math.Max(1, RequestsPerSecond / 10);
        return new()
        {
            TokenLimit = Burst,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)atOnce / RequestsPerSecond),
            QueueLimit = 0,
            // The partitioned limiter fills all its buckets with one timer.
            AutoReplenishment = false,
        };
    }
}
