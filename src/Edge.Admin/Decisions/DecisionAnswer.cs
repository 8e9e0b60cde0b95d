using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Edge.Gateway.DecisionFeed;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Policy.Text;

namespace Edge.Admin.Decisions;

/// <summary>One decision, as lists and the stream show it.</summary>
internal record DecisionAnswer
{
    /// <summary>Its number since the start; each decision has a higher one than those before.</summary>
    public required long Sequence { get; init; }

    /// <summary>The decision's id, as in the denial, the span and the records.</summary>
    public required string Id { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The server.</summary>
    public required string Server { get; init; }

    /// <summary>Who called.</summary>
    public required string Grant { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The tool of a call; absent for anything else.</summary>
    public string? Tool { get; init; }

    /// <summary>What it was about: the tool, the prompt or the first resource, shortened; absent for anything else.</summary>
    public string? Target { get; init; }

    /// <summary><c>allow</c>, <c>deny</c> or <c>approval_required</c>.</summary>
    public required string Decision { get; init; }

    /// <summary><c>enforce</c>, or <c>shadow</c> where it was recorded and not enforced.</summary>
    [AllowedValues("enforce", "shadow")]
    public required string Mode { get; init; }

    /// <summary>Why: one of the closed list.</summary>
    public required string Reason { get; init; }

    /// <summary>The place of the policy that decided, as a JSON pointer; empty for what is built in.</summary>
    public required string Rule { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>The policy's revision, 12 digits.</summary>
    [RegularExpression("^[0-9a-f]{12}$")]
    public required string Revision { get; init; }

    /// <summary>The trace; absent where nobody traced.</summary>
    [RegularExpression("^[0-9a-f]{32}$")]
    public string? TraceId { get; init; }

    /// <summary>How long the decision took, in microseconds.</summary>
    public required double DecisionMicroseconds { get; init; }

    /// <summary>What became of it; absent while it is under way.</summary>
    public OutcomeAnswer? Outcome { get; init; }

    /// <summary>Shows a decision.</summary>
    public static DecisionAnswer Of(KeptDecision decision) => new(decision);

    private protected DecisionAnswer()
    {
    }

    /// <summary>Shows a decision.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private protected DecisionAnswer(KeptDecision decision)
    {
        Sequence = decision.Sequence;
        Id = decision.Id;
        At = decision.At.ToUniversalTime();
        Server = decision.Server;
        Grant = decision.Caller.GrantId;
        Method = decision.Method;
        Tool = decision.Tool;
        Target = decision.Target is { } target
            ? UserText.Printable(target.Length <= MaxTarget ? target : string.Concat(target.AsSpan(0, MaxTarget), "…")) : null;
        Decision = decision.Decision.Outcome.ToSlug();
        Mode = decision.Decision.Mode.ToSlug();
        Reason = decision.Decision.Reason.ToSlug();
        Rule = decision.Decision.Rule;
        Policy = decision.Snapshot.Policy.Name;
        Revision = decision.Snapshot.Policy.ShortRevision;
        TraceId = decision.TraceId == default(ActivityTraceId) ? null : decision.TraceId.ToHexString();
        DecisionMicroseconds = Math.Round(decision.Deciding.TotalMicroseconds, 1);
        Outcome = decision.End is { } end ? OutcomeAnswer.Of(end) : null;
    }

    private const int MaxTarget = 200;
}
