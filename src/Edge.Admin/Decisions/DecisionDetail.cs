using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Edge.Gateway.Approvals;
using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Decisions;

/// <summary>One decision with all that is known of it.</summary>
internal sealed record DecisionDetail : DecisionAnswer
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private DecisionDetail(KeptDecision decision, AdminSettings settings, ApprovalSettings approvals)
        : base(decision)
    {
        FullRevision = decision.Snapshot.Policy.Revision;
        Message = decision.Decision.Message;
        Address = decision.Address?.ToString();
        TraceUrl = decision.TraceId == default ? null
            : settings.TraceUrl?.Replace(AdminSettings.TracePlace, decision.TraceId.ToHexString(), StringComparison.Ordinal);
        Limits = [.. decision.Limits.Select(LimitStatusAnswer.Of)];
        Arguments = decision.Arguments is { } arguments
            ? ArgumentText.Indent(ArgumentText.Of(new ReadOnlySequence<byte>(arguments), approvals.Mask)) : null;
        Source = decision.Decision.Rule.Length == 0 ? null : SourceAnswer.Around(decision.Snapshot.Text, decision.Decision.Rule);
    }

    /// <summary>The policy's whole revision.</summary>
    [RegularExpression("^[0-9a-f]{64}$")]
    public required string FullRevision { get; init; }

    /// <summary>What the caller was told; absent where the call was allowed.</summary>
    public string? Message { get; init; }

    /// <summary>The caller's address; absent where it is unknown.</summary>
    public string? Address { get; init; }

    /// <summary>Where the trace can be seen; absent where that is not configured, or nobody traced.</summary>
    public string? TraceUrl { get; init; }

    /// <summary>What each limit said, in the order of the policy.</summary>
    public required IReadOnlyList<LimitStatusAnswer> Limits { get; init; }

    /// <summary>The arguments, indented, masked where the settings say so; absent where they were not kept.</summary>
    public string? Arguments { get; init; }

    /// <summary>
    /// The policy's text around the place that decided; absent for what is built in, and for a revision that is forgotten.
    /// </summary>
    public SourceAnswer? Source { get; init; }

    /// <summary>Shows a decision.</summary>
    public static DecisionDetail Of(KeptDecision decision, AdminSettings settings, ApprovalSettings approvals) =>
        new(decision, settings, approvals);
}
