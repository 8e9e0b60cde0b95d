using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Limits;

namespace Edge.Policy.Testing;

/// <summary>
/// Decides recorded calls again with another policy, as if it were enforced. What the records do not hold is unknown, never guessed:
/// arguments, labels without a file of grants, freezes and approvals, and every limit that an unknown call may have taken from. Its memory
/// does not grow with the number of records. Not thread-safe.
/// </summary>
internal sealed class PolicyReplay : IDisposable
{
    private const int MaxGroups = 10_000;
    private const int MaxUnderWay = 65_536;
    private const string Others = "(others)";

    private readonly PolicyDocument _document;
    private readonly CompiledPolicy _policy;
    private readonly IReadOnlyDictionary<string, FrozenDictionary<string, PolicyValue>>? _labels;
    private readonly SetClock _clock = new();
    private readonly CallLimiter _limiter;
    private readonly Dictionary<string, CallLease> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string, string, string), ReplayedChange> _changed = [];
    private readonly Dictionary<(string Tool, string Place, string Needs), long> _unknown = [];
    private readonly HashSet<(string Counter, string? Grant, string? Tool)> _uncertain = [];
    private readonly Call _call = new();

    /// <summary>Prepares a replay.</summary>
    /// <param name="document">The policy. Shadow mode is left out: what counts is what it would decide.</param>
    /// <param name="labels">The labels of each grant; null where they are not known.</param>
    public PolicyReplay(PolicyDocument document, IReadOnlyDictionary<string, FrozenDictionary<string, PolicyValue>>? labels)
    {
        ArgumentNullException.ThrowIfNull(document);
        _document = document with
        {
            Mode = PolicyMode.Enforce,
            Tools = [.. document.Tools.Select(entry => entry with { Rule = entry.Rule with { Shadow = false } })],
        };
        _policy = PolicyCompiler.Compile("replay", "", _document);
        _labels = labels;
        _limiter = new CallLimiter(new MemoryLimitStore(_clock));
    }

    /// <summary>How many decisions were replayed.</summary>
    public long Records { get; private set; }

    /// <summary>How many of them stay as they were.</summary>
    public long Unchanged { get; private set; }

    /// <summary>What would be decided otherwise, most calls first.</summary>
    public IEnumerable<ReplayedChange> Changed => _changed.Values.OrderByDescending(one => one.Count)
        .ThenBy(one => one.Tool, StringComparer.Ordinal).ThenBy(one => one.Grant, StringComparer.Ordinal);

    /// <summary>What cannot be known, and what it would need.</summary>
    public IEnumerable<(string Tool, string Place, string Needs, long Count)> Unknown => _unknown
        .OrderByDescending(one => one.Value).ThenBy(one => one.Key.Tool, StringComparer.Ordinal)
        .Select(one => (one.Key.Tool, one.Key.Place, one.Key.Needs, one.Value));

    /// <summary>Replays a decision; records must come in the order of the chain.</summary>
    /// <param name="record">The decision.</param>
    /// <param name="counts">Whether it is reported; earlier ones only take from limits.</param>
    public void Decide(RecordedDecision record, bool counts)
    {
        ArgumentNullException.ThrowIfNull(record);
        _clock.Now = record.Time;
        var (decision, place, needs) = Judge(record);
        if (needs is not null)
            MarkLimits(record);
        if (!counts)
            return;
        Records++;
        if (needs is not null)
            Count(record.Tool ?? record.Method, place, needs);
        else if (decision == record.Decision)
            Unchanged++;
        else
            Change(record, decision, place);
    }

    /// <summary>The call of a decision ended, and gives back what it held at that time.</summary>
    public void End(string decisionId, DateTimeOffset time)
    {
        if (!_underWay.Remove(decisionId, out var lease))
            return;
        _clock.Now = time;
        lease.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lease in _underWay.Values)
            lease.Dispose();
        _limiter.Dispose();
    }

    /// <remarks>1: what the records lack of any call. 2: the policy, whatever the arguments were. 3: the limits.</remarks>
    private (string Decision, string Place, string? Needs) Judge(RecordedDecision record)
    {
        // 1: what the records lack of any call
        if (record.Reason is "frozen" or "store_unavailable" or "no_policy")
            return ("", "", "what was decided outside of the policy");
        if (record.Method != PublishedMethods.ToolsCall && (PublishedMethods.NeedsResource(record.Method)
            || PublishedMethods.NeedsPrompt(record.Method) || PublishedMethods.NeedsReference(record.Method)))
            return ("", "", "the resource or prompt");
        var rule = RuleOf(record.Tool);
        var place = rule?.Place.Pointer ?? _document.DefaultPlace.Pointer;
        if (_labels is null && Conditions(rule).Any(ReadsLabels))
            return ("", place, "the labels of grants (--grants)");

        // 2: the policy
        Fill(record);
        var forecast = _policy.Forecast(_call);
        if (record.HasArguments && !forecast.IsCertain)
            return ("", place, "arguments");
        var decision = record.HasArguments || forecast.IsCertain ? Certain(forecast) : null;
        if (decision is null or DecisionOutcome.Allow)
        {
            var decided = _policy.Decide(_call);
            if (decision is null || record.Method != PublishedMethods.ToolsCall)
                (decision, forecast) = (decided.Outcome, Forecast.Certain(decided));
        }

        var rulePlace = forecast.Rule ?? place;
        if (decision == DecisionOutcome.ApprovalRequired && record.HasApproval)
            return ("", rulePlace, "approvals");
        return decision != DecisionOutcome.Allow ? (decision.Value.ToSlug(), rulePlace, null) : Limit(record, rule, rulePlace);
    }

    // 3: the limits
    private (string Decision, string Place, string? Needs) Limit(RecordedDecision record, RuleDocument? rule, string place)
    {
        if (record.HasArguments && Limits(rule).FirstOrDefault(ReadsArguments) is { } reads)
            return ("", reads.Place.Pointer, "arguments");
        if (Limits(rule).FirstOrDefault(limit => IsUncertain(limit, record)) is { } uncertain)
            return ("", uncertain.Place.Pointer, "limits that unknown calls may have taken from");

        if (_call.Charges.Items.Length == 0)
            return ("allow", place, null);
        var lease = (CallLease)_limiter.AttemptAcquire(_call);
        if (lease.Refusal is { } refusal)
        {
            lease.Dispose();
            return ("deny", refusal.Limit.Rule, null);
        }

        if (_underWay.Count >= MaxUnderWay || !_underWay.TryAdd(record.DecisionId, lease))
            lease.Dispose();
        return ("allow", place, null);
    }

    private void Fill(RecordedDecision record)
    {
        _call.Reset();
        _call.Method = record.Method;
        _call.Tool = record.Tool;
        _call.SessionId = record.Session;
        _call.Address = record.Address;
        _call.Caller = new Caller(record.Grant,
            _labels?.GetValueOrDefault(record.Grant) ?? FrozenDictionary<string, PolicyValue>.Empty);
    }

    private void MarkLimits(RecordedDecision record)
    {
        if (_uncertain.Count >= MaxGroups)
            return;
        foreach (var limit in Limits(RuleOf(record.Tool)))
            _uncertain.Add(Whose(limit, record));
    }

    // Where there are too many to remember, all are.
    private bool IsUncertain(LimitDocument limit, RecordedDecision record) =>
        _uncertain.Count >= MaxGroups || _uncertain.Contains(Whose(limit, record));

    // The counts that a call may take from: those of its grant or tool alone where the scope says so.
    private static (string, string?, string?) Whose(LimitDocument limit, RecordedDecision record) => (
        limit.Counter,
        limit.Scope.Any(scope => scope.Scope == LimitScope.Grant) ? record.Grant : null,
        limit.Scope.Any(scope => scope.Scope == LimitScope.Tool) ? record.Tool : null);

    private void Count(string tool, string place, string needs)
    {
        var key = _unknown.Count < MaxGroups || _unknown.ContainsKey((tool, place, needs)) ? (tool, place, needs) : (Others, place, needs);
        CollectionsMarshal.GetValueRefOrAddDefault(_unknown, key, out _)++;
    }

    private void Change(RecordedDecision record, string decision, string place)
    {
        var tool = record.Tool ?? record.Method;
        var key = (tool, record.Grant, record.Decision, decision, place);
        if (_changed.Count >= MaxGroups && !_changed.ContainsKey(key))
            key = (Others, Others, record.Decision, decision, place);
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_changed, key, out _);
        change ??= new ReplayedChange(key.Item1, key.Item2, record.Decision, decision, place);
        change.Add(record.DecisionId);
    }

    private RuleDocument? RuleOf(string? tool) => tool is not null && _policy.PatternOf(tool) is { Length: > 0 } pattern
        ? _document.Tools.First(entry => entry.Pattern == pattern).Rule
        : null;

    private IEnumerable<LimitDocument> Limits(RuleDocument? rule) => (_document.AllTools?.Limits ?? []).Concat(rule?.Limits ?? []);

    private IEnumerable<ConditionDocument> Conditions(RuleDocument? rule) => new[] { _document.AllTools, rule }.OfType<RuleDocument>()
        .SelectMany(one => one.Require.Concat(one.DenyIf).Concat(one.Approval?.When ?? []));

    private static bool ReadsArguments(LimitDocument limit) => limit.IncrementFrom is not null || limit.IncrementTable is not null
        || limit.Scope.Any(scope => scope.Scope == LimitScope.Argument);

    private static bool ReadsLabels(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all.Children.Any(ReadsLabels),
        ConditionDocument.Any any => any.Children.Any(ReadsLabels),
        ConditionDocument.Not not => ReadsLabels(not.Child),
        ConditionDocument.Leaf leaf => leaf.Path.Root == PathRoot.GrantLabel || leaf.OtherPath is { Root: PathRoot.GrantLabel },
        _ => false,
    };

    private static DecisionOutcome? Certain(Forecast forecast) => !forecast.IsCertain ? null : forecast.Possible switch
    {
        ForecastOutcomes.Allow => DecisionOutcome.Allow,
        ForecastOutcomes.Ask => DecisionOutcome.ApprovalRequired,
        _ => DecisionOutcome.Deny,
    };
}
