using System.Globalization;
using System.Text;

namespace Edge.Fuzz.Running;

/// <summary>What a run came to.</summary>
internal sealed record FuzzSummary(ulong Seed, TimeSpan Elapsed, IReadOnlyList<string> Languages, Tally Tally)
{
    /// <summary>The share of a target's inputs that Edge let through.</summary>
    public double Accepted(string target) =>
        Tally.Counts.GetValueOrDefault($"{target}: accepted") / (double)Math.Max(1, Tally.Counts.GetValueOrDefault($"{target}: inputs"));

    /// <inheritdoc />
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture, $"{Tally.Inputs:N0} inputs of seed {Seed} in {Elapsed:m\\:ss}, read "
                + $"by {string.Join(", ", Languages)}");
        foreach (var (what, times) in Tally.Counts.OrderBy(count => count.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {what,-52} {times,12:N0}");
        text.Append(CultureInfo.InvariantCulture, $"{Tally.Found} findings");
        return text.ToString();
    }
}
