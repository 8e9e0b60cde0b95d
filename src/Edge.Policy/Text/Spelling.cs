namespace Edge.Policy.Text;

/// <summary>Guesses what a misspelled word was meant to be.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;
    private const int LeastStem = 4;

    /// <summary>A hint as <c> (did you mean 'limits'?)</c> with its leading space, or nothing when no candidate is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $" (did you mean '{nearest}'?)" : "";

    /// <summary>
    /// The first of the nearest candidates by restricted Damerau-Levenshtein distance, letter case ignored, within a third of the longer
    /// word
    /// (at least one edit); else the first that starts as the word does, up to the end of either; else null.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > MaxLength)
            return null;
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance >= least || distance > Math.Max(1, Math.Max(word.Length, candidate.Length) / 3))
                continue;
            (nearest, least) = (candidate, distance);
        }
        return nearest ?? candidates.FirstOrDefault(candidate => SharesStem(word, candidate) || SharesStem(candidate, word));
    }

    private static bool SharesStem(string stem, string word) =>
        stem.Length >= LeastStem && word.StartsWith(stem, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many letters must be inserted, removed, replaced or swapped with their neighbour to make one word the other.</summary>
    public static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = left[i - 1] == right[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + changed);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }
        return rows[left.Length, right.Length];
    }
}
