namespace Edge.Policy.Testing;

/// <summary>Calls that another policy decides otherwise, of one tool, grant and rule. Not thread-safe.</summary>
/// <param name="tool">The tool, or the method of other messages.</param>
/// <param name="grant">Who called.</param>
/// <param name="from">What was decided.</param>
/// <param name="to">What would be decided.</param>
/// <param name="rule">The place that would decide.</param>
internal sealed class ReplayedChange(string tool, string grant, string from, string to, string rule)
{
    private const int MaxExamples = 3;
    private readonly List<string> _examples = [];

    /// <summary>The tool, or the method of other messages.</summary>
    public string Tool { get; } = tool;

    /// <summary>Who called.</summary>
    public string Grant { get; } = grant;

    /// <summary>What was decided.</summary>
    public string From { get; } = from;

    /// <summary>What would be decided.</summary>
    public string To { get; } = to;

    /// <summary>The place that would decide.</summary>
    public string Rule { get; } = rule;

    /// <summary>How many calls.</summary>
    public long Count { get; private set; }

    /// <summary>The ids of the first three decisions.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Counts a call.</summary>
    public void Add(string decisionId)
    {
        Count++;
        if (_examples.Count < MaxExamples)
            _examples.Add(decisionId);
    }
}
