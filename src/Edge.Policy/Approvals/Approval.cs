namespace Edge.Policy.Approvals;

/// <summary>
/// An approval and its state machine: pending, then approved or denied, then consumed; expired when its time is over. Immutable: each step
/// returns a new approval, or null if it is not possible. It has no clock; stores change approvals only by these steps.
/// </summary>
public sealed record Approval
{
    /// <summary>The id: unguessable, and sorted by time.</summary>
    public required string Id { get; init; }

    /// <summary>What the approval is bound to.</summary>
    public required ApprovalBinding Binding { get; init; }

    /// <summary>The revision of the policy that required it.</summary>
    public required string Revision { get; init; }

    /// <summary>The message of the policy's author to the person.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The arguments as people may see them, masked; null in lists if they are long (<see cref="IApprovalStore.FindAsync"/> has them).
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>The callers that share one bound on pending approvals.</summary>
    public required string Room { get; init; }

    /// <summary>When it was requested, by the store's clock.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when it can be decided and used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The state when it last changed. <see cref="At"/> returns the state at a given time.</summary>
    public ApprovalState State { get; init; }

    /// <summary>Which calls it covers once it is approved.</summary>
    public ApprovalScope Scope { get; init; }

    /// <summary>
    /// The number of calls that can still use it; null for any number until it expires. Without meaning before it is approved.
    /// </summary>
    public int? CallsLeft { get; init; }

    /// <summary>The number of calls that used it.</summary>
    public int Used { get; init; }

    /// <summary>The name of the person who decided; null before that.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When the person decided; null before that.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The person's reason; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Creates a pending approval.</summary>
    /// <param name="request">The call that needs it.</param>
    /// <param name="now">The store's time.</param>
    public static Approval Of(ApprovalRequest request, DateTimeOffset now) => new()
    {
        Id = request.Id,
        Binding = request.Binding,
        Revision = request.Revision,
        Message = request.Message,
        Arguments = request.Arguments,
        Room = request.Room,
        RequestedAt = now,
        ExpiresAt = now + request.Timeout,
        ChangedAt = now,
    };

    /// <summary>
    /// Whether it applies to calls at <paramref name="now"/>: it is pending, approved or denied, and its time is not over.
    /// </summary>
    public bool IsInForce(DateTimeOffset now) => State is ApprovalState.Pending or ApprovalState.Approved or ApprovalState.Denied
        && now < ExpiresAt;

    /// <summary>The approval as it is at <paramref name="now"/>: expired if its time is over.</summary>
    public Approval At(DateTimeOffset now) => State is ApprovalState.Pending or ApprovalState.Approved && now >= ExpiresAt
        ? this with { State = ApprovalState.Expired, ChangedAt = ExpiresAt }
        : this;

    /// <summary>
    /// Decides a pending approval, or withdraws an approval for more than one call. Null if neither is possible.
    /// </summary>
    public Approval? Answer(ApprovalVerdict verdict, DateTimeOffset now)
    {
        var state = At(now).State;
        var takesBack = state == ApprovalState.Approved && Scope == ApprovalScope.Tool && !verdict.Agrees;
        if (state != ApprovalState.Pending && !takesBack)
            return null;
        var answered = this with { AnsweredBy = verdict.By, AnsweredAt = now, Reason = verdict.Reason, ChangedAt = now };
        if (!verdict.Agrees)
            return answered with { State = ApprovalState.Denied };
        return answered with
        {
            State = ApprovalState.Approved,
            Scope = verdict.Scope,
            CallsLeft = verdict.Scope == ApprovalScope.Once ? 1 : verdict.Calls,
            // Many calls without a time of their own: as long as the policy gives an answer, from now on.
            ExpiresAt = verdict.Scope == ApprovalScope.Once ? ExpiresAt : now + (verdict.Period ?? ExpiresAt - RequestedAt),
        };
    }

    /// <summary>Uses it for one call; null if there is nothing to use.</summary>
    public Approval? Consume(DateTimeOffset now)
    {
        if (At(now).State != ApprovalState.Approved)
            return null;
        var left = CallsLeft - 1;
        return this with
        {
            CallsLeft = left,
            Used = Used + 1,
            State = left == 0 ? ApprovalState.Consumed : ApprovalState.Approved,
            ChangedAt = now
        };
    }

    /// <summary>Returns the use of a call that did not reach the server; null if no call has used it.</summary>
    public Approval? GiveBack(DateTimeOffset now)
    {
        if (Used == 0)
            return null;
        // What was denied meanwhile stays so, and what is over is over.
        return this with
        {
            CallsLeft = CallsLeft + 1,
            Used = Used - 1,
            State = State == ApprovalState.Consumed ? ApprovalState.Approved : State,
            ChangedAt = now,
        };
    }
}
