using System.ComponentModel.DataAnnotations;
using Edge.Policy.Approvals;

namespace Edge.Admin.Approvals;

/// <summary>One approval, as the API shows it.</summary>
internal sealed record ApprovalAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>Who wants to call.</summary>
    public required string Grant { get; init; }

    /// <summary>Which server.</summary>
    public required string Server { get; init; }

    /// <summary>Which tool.</summary>
    public required string Tool { get; init; }

    /// <summary>The policy that asks.</summary>
    public required string Policy { get; init; }

    /// <summary>Its revision.</summary>
    public required string Revision { get; init; }

    /// <summary>The place in it.</summary>
    public required string Rule { get; init; }

    /// <summary>The policy author's words.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The digest of the call, keyed: equal for equal calls at Edges with one key file, and nothing can be guessed from it.
    /// </summary>
    [RegularExpression("^[0-9a-f]{64}$")]
    public required string Digest { get; init; }

    /// <summary>The arguments: JSON as a text, secrets masked, invisible characters escaped; absent in lists.</summary>
    public string? Arguments { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when it may be answered and used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who answered; absent while nobody has.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When; absent while nobody has.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Why; absent without a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>What a yes is good for: this call once, or the tool.</summary>
    public required ApprovalScope Scope { get; init; }

    /// <summary>For how many calls it is still good; absent before a yes, and for any number.</summary>
    public int? CallsLeft { get; init; }

    /// <summary>How many calls have used it.</summary>
    public required int Used { get; init; }

    /// <summary>Where a person finds it.</summary>
    public required string Url { get; init; }

    /// <summary>Shows an approval.</summary>
    public static ApprovalAnswer Of(Approval approval, string url, bool withArguments) => new()
    {
        Id = approval.Id,
        State = approval.State,
        Grant = approval.Binding.Grant,
        Server = approval.Binding.Server,
        Tool = approval.Binding.Tool,
        Policy = approval.Binding.Policy,
        Revision = approval.Revision,
        Rule = approval.Binding.Rule,
        Message = approval.Message,
        Digest = approval.Binding.Digest,
        Arguments = withArguments ? approval.Arguments : null,
        RequestedAt = approval.RequestedAt,
        ExpiresAt = approval.ExpiresAt,
        AnsweredBy = approval.AnsweredBy,
        AnsweredAt = approval.AnsweredAt,
        Reason = approval.Reason,
        Scope = approval.Scope,
        CallsLeft = approval.CallsLeft,
        Used = approval.Used,
        Url = url,
    };
}
