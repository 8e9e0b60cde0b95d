using Edge.Mcp.Responses;
using Edge.Policy.Approvals;

namespace Edge.Gateway.Calls;

/// <summary>What becomes of approvals that calls have used. Thread-safe.</summary>
internal interface IUsedApprovals
{
    /// <summary>Nothing of the call left for the server, and nothing of it can leave any more: the approval can be used again.</summary>
    ValueTask GiveBackAsync(Approval approval);

    /// <summary>A call that used the approval, and did not give it back, has ended.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="outcome">What was seen of the server's answer; null where none came.</param>
    /// <param name="fault">What Edge answered in the server's place; null where the server did.</param>
    void Ended(Approval approval, ResponseOutcome? outcome, string? fault);
}
