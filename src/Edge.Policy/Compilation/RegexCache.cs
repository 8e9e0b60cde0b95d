using Edge.Policy.Matching;


namespace Edge.Policy.Compilation;

/// <summary>
/// The expressions of one document, each made once: a condition for all tools is prepared with every rule. Not thread-safe.
/// </summary>
internal sealed class RegexCache
{
    private readonly Dictionary<string, LinearRegex?> _known = new(StringComparer.Ordinal);

    /// <summary>The expression of <paramref name="pattern"/>; null for one that the checks of the document would refuse.</summary>
    public LinearRegex? Get(string pattern)
    {
        if (_known.TryGetValue(pattern, out var regex))
            return regex;
        return _known[pattern] = PolicyRegex.TryCreate(pattern, out var made, out _) ? made : null;
    }
}
