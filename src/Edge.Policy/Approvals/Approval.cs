namespace Edge.Policy.Approvals;

/// <summary>
/// One approval and its state machine: pending, then approved or denied, then consumed; expired when its time is over. Immutable: each step
/// makes a new one, or none where it is not possible. It knows no clock and no store; both stores move approvals by these steps alone.
/// </summary>
public sealed record Approval
{
    /// <summary>Its id, unguessable, sorting by time.</summary>
    public required string Id { get; init; }

    /// <summary>What it is bound to.</summary>
    public required ApprovalBinding Binding { get; init; }

    /// <summary>The revision of the policy that asked.</summary>
    public required string Revision { get; init; }

    /// <summary>The policy author's words for the person.</summary>
    public required string Message { get; init; }

    /// <summary>The arguments as people may see them; null in lists when they are long: one approval is asked for by its id.</summary>
    public string? Arguments { get; init; }

    /// <summary>Who shares the number of calls that may wait.</summary>
    public required string Room { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when it may be answered, and used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where it stands, as far as somebody looked: see <see cref="At"/>.</summary>
    public ApprovalState State { get; init; }

    /// <summary>What a yes is good for.</summary>
    public ApprovalScope Scope { get; init; }

    /// <summary>How many calls it is still good for; null for any number until it expires. Means nothing before it is approved.</summary>
    public int? CallsLeft { get; init; }

    /// <summary>How many calls have used it.</summary>
    public int Used { get; init; }

    /// <summary>Who answered; null while nobody has.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When; null while nobody has.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Why, in the person's words; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>A new one.</summary>
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
    /// Whether it says something about calls at <paramref name="now"/>: it waits, agrees or refuses, and its time is not over.
    /// </summary>
    public bool IsInForce(DateTimeOffset now) => State is ApprovalState.Pending or ApprovalState.Approved or ApprovalState.Denied
        && now < ExpiresAt;

    /// <summary>As it stands at <paramref name="now"/>.</summary>
    public Approval At(DateTimeOffset now) => State is ApprovalState.Pending or ApprovalState.Approved && now >= ExpiresAt
        ? this with { State = ApprovalState.Expired, ChangedAt = ExpiresAt }
        : this;

    /// <summary>
    /// A person answers. Only what waits can be answered; what was agreed to for more than one call can be taken back. Null otherwise.
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

    /// <summary>A call uses it; null when there is nothing to use.</summary>
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

    /// <summary>A call that used it reached no server; null when no call has used it.</summary>
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
