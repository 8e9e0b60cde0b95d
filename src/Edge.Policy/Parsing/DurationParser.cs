using System.Globalization;

namespace Edge.Policy.Parsing;

/// <summary>Reads durations: a whole number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, up to 366 days.</summary>
internal static class DurationParser
{
    /// <summary>The longest duration a policy may state.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>
    /// Reads <c>30s</c>, <c>15m</c>, <c>12h</c> or <c>7d</c>; false when it is none or longer than <see cref="Longest"/>.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || (text[0] == '0' && text.Length > 2)
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        long seconds = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => 0,
        };
        if (seconds == 0 || count * seconds > Longest.TotalSeconds)
            return false;
        duration = TimeSpan.FromSeconds(count * seconds);
        return true;
    }

    /// <summary>Reads a window: a word or a duration longer than zero.</summary>
    public static bool TryReadWindow(string text, out TimeSpan window) =>
        FormWords.Window.TryGet(text, out window) || (TryRead(text, out window) && window > TimeSpan.Zero);
}
