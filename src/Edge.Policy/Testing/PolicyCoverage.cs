using Edge.Policy.Documents;

namespace Edge.Policy.Testing;

/// <summary>
/// Which rules, conditions and limits of a policy the evaluation of some calls reached. A condition is reached when it is evaluated; a
/// limit when room is asked for. Not thread-safe.
/// </summary>
internal sealed class PolicyCoverage
{
    private readonly List<SourcePlace> _places;
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);

    /// <summary>Begins with nothing reached.</summary>
    public PolicyCoverage(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        _places = [.. document.Hide.Select(entry => entry.Place), .. PlacesOf(document.AllTools),
            .. document.Tools.SelectMany(entry => PlacesOf(entry.Rule).Prepend(entry.Rule.Place))];
    }

    /// <summary>How many places there are.</summary>
    public int Total => _places.Count;

    /// <summary>How many of them were reached.</summary>
    public int Reached => _places.Count(place => _reached.Contains(place.Pointer));

    /// <summary>The places that were not reached, in document order.</summary>
    public IEnumerable<SourcePlace> Missed => _places.Where(place => !_reached.Contains(place.Pointer));

    /// <summary>Notes what a call reached.</summary>
    public void Add(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        foreach (var step in explanation.Steps)
            _reached.Add(step.Place);
    }

    private static IEnumerable<SourcePlace> PlacesOf(RuleDocument? rule) => rule is null ? []
        : [.. rule.DenyIf.Select(one => one.Place), .. rule.Require.Select(one => one.Place),
            .. (rule.Approval?.When ?? []).Select(one => one.Place), .. rule.Limits.Select(one => one.Place)];
}
