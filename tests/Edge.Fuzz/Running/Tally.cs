namespace Edge.Fuzz.Running;

/// <summary>What a run has counted and found. Thread-safe.</summary>
internal sealed class Tally
{
    private const int MostFindings = 200;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private long _inputs;
    private long _found;

    public long Inputs => Interlocked.Read(ref _inputs);

    /// <summary>How many findings there are; <see cref="Findings"/> has the first of them.</summary>
    public long Found => Interlocked.Read(ref _found);

    public IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (_gate)
                return [.. _findings.OrderBy(finding => finding.Target, StringComparer.Ordinal).ThenBy(finding => finding.Index)];
        }
    }

    public IReadOnlyDictionary<string, long> Counts
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, long>(_counts, StringComparer.Ordinal);
        }
    }

    /// <summary>The messages of all refusals that were met.</summary>
    public IReadOnlySet<string> Texts
    {
        get
        {
            lock (_gate)
                return new HashSet<string>(_texts, StringComparer.Ordinal);
        }
    }

    public void AddInputs(int count) => Interlocked.Add(ref _inputs, count);

    public void Count(string what, long times = 1)
    {
        lock (_gate)
            _counts[what] = _counts.GetValueOrDefault(what) + times;
    }

    public void Refused(string target, string reason, string text)
    {
        lock (_gate)
        {
            _texts.Add(text);
            Count($"{target}: refused, {reason}");
        }
    }

    public void Add(Finding finding)
    {
        Interlocked.Increment(ref _found);
        lock (_gate)
        {
            if (_findings.Count < MostFindings)
                _findings.Add(finding);
        }
    }
}
