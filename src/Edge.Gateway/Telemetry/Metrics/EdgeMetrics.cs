using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Results;
using Edge.Policy.Stores;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>
/// Every instrument of Edge (telemetry.md, "Metrics"); a method for each event. The callers of its methods bound the attributes. Nothing is
/// measured or allocated while nobody listens. Thread-safe.
/// </summary>
internal sealed class EdgeMetrics : IApprovalObserver, IStoreObserver
{
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _grantDecisions;
    private readonly Histogram<double> _decisionDuration;
    private readonly Histogram<double> _overhead;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _limitUsage;
    private readonly Histogram<double> _storeDuration;
    private readonly Counter<long> _storeErrors;
    private readonly Counter<long> _limitResets;
    private readonly Histogram<double> _operationDuration;
    private readonly Counter<long> _findings;
    private readonly Counter<long> _approvals;
    private readonly Counter<long> _notices;

    /// <summary>Makes the instruments, which live as long as the factory.</summary>
    public EdgeMetrics(IMeterFactory factory, PolicyCatalog policies, TimeProvider clock)
    {
        _clock = clock;
        var meter = _meter = factory.Create(new MeterOptions(EdgeActivities.Name) { Version = EdgeActivities.Version });
        _decisions = meter.CreateCounter<long>("edge.policy.decisions", "{decision}", "Decisions about messages.");
        _grantDecisions = meter.CreateCounter<long>("edge.grant.decisions", "{decision}", "Decisions by grant.");
        _decisionDuration = meter.CreateHistogram("edge.policy.decision.duration", "s", "How long decisions took, limits included.", null,
            Buckets.Decision);
        _overhead = meter.CreateHistogram(
            "edge.request.overhead", "s",
                "Time in Edge until the answer began that was neither waiting for the caller nor for the server.", null, Buckets.Overhead);
        _rejected = meter.CreateCounter<long>("edge.request.rejected", "{request}", "Requests refused before anything could be decided.");
        _limitUsage = meter.CreateCounter<long>("edge.limit.usage", "{call}", "Calls that asked for a limit, by how full it was then.");
        _storeDuration = meter.CreateHistogram("edge.store.operation.duration", "s", "How long the store took.", null, Buckets.Store);
        _storeErrors = meter.CreateCounter<long>("edge.store.errors", "{error}", "Failures of the store.");
        _limitResets = meter.CreateCounter<long>(
            "edge.limit.resets", "{reset}", "How often the store of limits was found to have lost data.");
        _operationDuration = meter.CreateHistogram("mcp.server.operation.duration", "s",
            "How long requests took, from reading to the answer's end.", null, Buckets.Operation);
        _findings = meter.CreateCounter<long>("edge.result.findings", "{finding}", "What policies found in the answers of servers.");
        _approvals = meter.CreateCounter<long>("edge.approvals", "{approval}", "What happened to approvals.");
        _notices = meter.CreateCounter<long>("edge.approvals.notices", "{notice}",
            "Notices of approvals to the webhook, by what came of them.");
        meter.CreateObservableCounter("edge.policy.reloads", () => Reloads(policies), "{reload}",
            "Changed policy files, by what came of them.");
        meter.CreateObservableGauge("edge.policy.info", () => Info(policies), null, "1 for each active policy.");
    }

    /// <summary>Whether anybody wants to know what Edge costs.</summary>
    public bool MeasuresOverhead => _overhead.Enabled;

    /// <summary>Whether anybody wants to know of decisions.</summary>
    public bool CountsDecisions => _decisions.Enabled || _grantDecisions.Enabled;

    /// <summary>A decision was taken.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="server">The server.</param>
    /// <param name="policy">The policy's name.</param>
    /// <param name="tool">The label of the tool; null where there is none.</param>
    /// <param name="grant">The label of the grant.</param>
    public void Decided(Decision decision, string server, string policy, string? tool, string grant)
    {
        var outcome = decision.Outcome.ToSlug();
        var tags = new TagList
        {
            { AttributeNames.Server, server },
            { AttributeNames.PolicyName, policy },
            { AttributeNames.PolicyRule, decision.Rule },
            { AttributeNames.PolicyDecision, outcome },
            { AttributeNames.PolicyReason, decision.Reason.ToSlug() },
            { AttributeNames.PolicyMode, decision.Mode.ToSlug() },
        };
        if (tool is not null)
            tags.Add(AttributeNames.Tool, tool);
        _decisions.Add(1, tags);
        _grantDecisions.Add(1, new(AttributeNames.Server, server), new(AttributeNames.Grant, grant),
            new(AttributeNames.PolicyDecision, outcome));
    }

    /// <summary>The time that a decision took.</summary>
    public void DecisionTook(TimeSpan deciding, DecisionOutcome outcome)
    {
        if (_decisionDuration.Enabled)
            _decisionDuration.Record(
                deciding.TotalSeconds, new KeyValuePair<string, object?>(AttributeNames.PolicyDecision, outcome.ToSlug()));
    }

    /// <summary>Limits were asked; call it before the lease ends.</summary>
    public void LimitsAsked(string policy, ReadOnlySpan<LimitStatus> statuses)
    {
        if (!_limitUsage.Enabled)
            return;
        foreach (ref readonly var status in statuses)
        {
            _limitUsage.Add(
                1,
                new(AttributeNames.PolicyName, policy),
                new(AttributeNames.LimitCounter, status.Limit.Counter),
                new(AttributeNames.LimitState, status.State.ToSlug()));
        }
    }

    /// <summary>A request was refused before anything could be decided.</summary>
    public void Rejected(RefusalReason reason)
    {
        if (_rejected.Enabled)
            _rejected.Add(1, new KeyValuePair<string, object?>(AttributeNames.Rejection, reason.Slug()));
    }

    /// <summary>The answer to a request began, <paramref name="own"/> being Edge's part of the time until then.</summary>
    public void AnswerBegan(string server, TimeSpan own) =>
        _overhead.Record(own.TotalSeconds, new KeyValuePair<string, object?>(AttributeNames.Server, server));

    /// <summary>Something was found in the answer of a server. The names of detectors are a policy's, and few.</summary>
    public void Found(string server, ResultFinding finding) => _findings.Add(
        finding.Count,
        new TagList
        {
            { AttributeNames.Server, server },
            { AttributeNames.ResultDetector, finding.Detector },
            { AttributeNames.ResultAction, finding.Action.ToSlug() },
            { AttributeNames.PolicyMode, finding.Mode.ToSlug() },
        });

    /// <summary>Whether anybody wants to know how long requests take.</summary>
    public bool MeasuresOperations => _operationDuration.Enabled;

    /// <summary>A message was handled, and this long it took.</summary>
    public void OperationEnded(TimeSpan took, in TagList tags) => _operationDuration.Record(took.TotalSeconds, tags);

    /// <inheritdoc />
    public long? StoreAsked() => Time(_storeDuration);

    /// <inheritdoc />
    public void StoreAnswered(StoreOperation operation, long? asked)
    {
        if (asked is { } start)
            _storeDuration.Record(Since(start), new KeyValuePair<string, object?>(AttributeNames.StoreOperation, operation.ToSlug()));
    }

    /// <inheritdoc />
    public void LimitsReset() => _limitResets.Add(1);

    /// <inheritdoc />
    public void StoreFailed(StoreOperation operation)
    {
        if (_storeErrors.Enabled)
            _storeErrors.Add(1, new KeyValuePair<string, object?>(AttributeNames.StoreOperation, operation.ToSlug()));
    }

    /// <inheritdoc />
    public void Changed(ApprovalOutcome outcome, Approval? approval)
    {
        if (_approvals.Enabled)
            _approvals.Add(1, new KeyValuePair<string, object?>(AttributeNames.ApprovalOutcome, outcome.ToSlug()));
    }

    /// <inheritdoc />
    public void Notified(NoticeResult result)
    {
        if (_notices.Enabled)
            _notices.Add(1, new KeyValuePair<string, object?>(AttributeNames.NoticeResult, result.ToSlug()));
    }

    /// <summary>Approvals are kept from now on.</summary>
    /// <param name="pending">Counts those that wait for a person.</param>
    public void ApprovalsOpened(Func<int> pending) =>
        _meter.CreateObservableGauge("edge.approvals.pending", pending, "{approval}", "Approvals that wait for a person.");

    /// <summary>Decisions are recorded from now on; where they are not, there is nothing to count.</summary>
    /// <param name="records">Counts the records written.</param>
    /// <param name="dropped">Counts the records lost.</param>
    public void AuditOpened(Func<long> records, Func<long> dropped)
    {
        _meter.CreateObservableCounter("edge.audit.records", records, "{record}", "Audit records written.");
        _meter.CreateObservableCounter("edge.audit.dropped", dropped, "{record}", "Audit records lost.");
    }

    /// <summary>Lines are written to the console from now on.</summary>
    /// <param name="dropped">Counts those that were lost because the console took nothing.</param>
    public void ConsoleOpened(Func<long> dropped) =>
        _meter.CreateObservableCounter("edge.log.dropped", dropped, "{line}", "Lines of the log that the console did not take.");

    /// <summary>Files are watched from now on; each says whether it was refused as it stands.</summary>
    public void SourcesWatched(IReadOnlyCollection<WatchedSource> sources) =>
        _meter.CreateObservableGauge("edge.reload.failed", () => Failed(sources), null,
        "1 where a file was refused as it stands, and what was loaded before it goes on.");

    private long? Time(Instrument instrument) => instrument.Enabled ? _clock.GetTimestamp() : null;

    private double Since(long began) => (double)(_clock.GetTimestamp() - began) / _clock.TimestampFrequency;

    private static IEnumerable<Measurement<long>> Reloads(PolicyCatalog policies)
    {
        foreach (var slot in policies.Slots)
        {
            yield return new(slot.Loads, new(AttributeNames.PolicyName, slot.Name), new(AttributeNames.ReloadResult, "loaded"));
            yield return new(slot.Refusals, new(AttributeNames.PolicyName, slot.Name), new(AttributeNames.ReloadResult, "refused"));
        }
    }

    private static IEnumerable<Measurement<int>> Failed(IReadOnlyCollection<WatchedSource> sources)
    {
        foreach (var source in sources)
            yield return new(source.LastReloadFailed ? 1 : 0, new KeyValuePair<string, object?>(AttributeNames.ReloadSource, source.Title));
    }

    private static IEnumerable<Measurement<int>> Info(PolicyCatalog policies)
    {
        foreach (var slot in policies.Slots)
            yield return new(1, new(AttributeNames.PolicyName, slot.Name),
                new(AttributeNames.PolicyRevision, slot.Current.Policy.Revision));
    }
}
