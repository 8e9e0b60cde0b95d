using System.Globalization;

namespace Edge.Gateway.Logging;

/// <summary>How many events one line of the log stands for.</summary>
/// <param name="Count">How many; 1 for a line of its own.</param>
/// <param name="Over">The time in which they happened; zero for a line of its own.</param>
/// <param name="IsElsewhere">Whether they happened at more places than the one that the line names.</param>
internal readonly record struct Occurrences(long Count, TimeSpan Over, bool IsElsewhere)
{
    /// <summary>One event, told when it happened.</summary>
    public static readonly Occurrences Single = new(1, TimeSpan.Zero, IsElsewhere: false);

    /// <summary>What a message ends with: nothing for a single event, else <c> (12 times in 10 s)</c>.</summary>
    public override string ToString()
    {
        if (Over == TimeSpan.Zero)
            return "";
        var times = Count == 1 ? "time" : "times";
        var elsewhere = IsElsewhere ? ", here and elsewhere" : "";
        return string.Create(CultureInfo.InvariantCulture, $" ({Count} {times} in {Math.Round(Over.TotalSeconds)} s{elsewhere})");
    }
}
