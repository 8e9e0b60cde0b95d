namespace Edge.Policy.Approvals;

/// <summary>Which approval of those that there are speaks for a call. Pure.</summary>
public static class ApprovalChoice
{
    /// <summary>
    /// Of those in force, in the order in which they were asked for: a yes or no to this very call before a yes to the tool, and that
    /// before one that waits; null when none speaks, and a new one is to be asked for.
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
