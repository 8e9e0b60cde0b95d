namespace Edge.Policy.Approvals;

/// <summary>Chooses the approval that covers a call. Pure.</summary>
public static class ApprovalChoice
{
    /// <summary>
    /// Of the active approvals, in the order in which they were requested: one that was decided for exactly this call; else one that was
    /// approved for the tool; else a pending one. Null if there is none.
    /// </summary>
    public static Approval? Find(IEnumerable<Approval> all, ApprovalRequest request, DateTimeOffset now)
    {
        Approval? tool = null, pending = null, answered = null;
        foreach (var approval in all)
        {
            if (!approval.IsInForce(now))
                continue;
            if (approval is { State: ApprovalState.Approved, Scope: ApprovalScope.Tool }
                && approval.Binding.ToolKey == request.Binding.ToolKey)
                tool ??= approval;
            else if (!request.Keys.Contains(approval.Binding.Key))
                continue;
            else if (approval.State == ApprovalState.Pending)
                pending ??= approval;
            // A taken-back agreement for the tool speaks of the call it was given on, like any other no.
            else
                answered ??= approval;
        }

        return answered ?? tool ?? pending;
    }
}
