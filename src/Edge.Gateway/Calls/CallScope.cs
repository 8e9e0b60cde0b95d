using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Approvals;
using Edge.Policy.Limits;

namespace Edge.Gateway.Calls;

/// <summary>
/// What a call holds. Each step that takes something puts it here at once, so that nothing stays held, however the call ends.
/// Not thread-safe; it belongs to its request.
/// </summary>
/// <remarks>
/// The end comes once, in this order: (1) the body, so that nothing can begin to leave any more once it was looked at whether anything has;
/// (2) the approval, which is given back where nothing has left; (3) the limits. The facts of the message stay until the call's observers
/// were told of its end: <see cref="TakeFacts"/>.
/// </remarks>
internal sealed class CallScope(CallContext call, IUsedApprovals approvals) : IAsyncDisposable
{
    private RequestBody? _body;
    private MessageFacts? _facts;
    private bool _hasEnded;

    /// <summary>The approval that the call has used; null where it used none, or gave it back.</summary>
    public Approval? UsedApproval { get; private set; }

    /// <summary>What the call holds of its limits, or why it holds nothing; null where no limit was asked.</summary>
    public CallLease? Lease { get; private set; }

    /// <summary>The id that an answer repeats; absent where there is none, and until the message was parsed.</summary>
    public JsonRpcId AnswerId => _facts?.Message.AnswerId ?? default;

    /// <summary>Holds the body; one that it held before is released.</summary>
    public void Hold(RequestBody body)
    {
        _body?.Dispose();
        _body = body;
    }

    /// <summary>Holds the facts of the message.</summary>
    public void Hold(MessageFacts facts) => _facts = facts;

    /// <summary>Holds an approval that was used.</summary>
    public void Hold(Approval used) => UsedApproval = used;

    /// <summary>Holds what was taken of the limits.</summary>
    public void Hold(CallLease lease) => Lease = lease;

    /// <summary>Gives back what was taken of the limits: the call is asked about again, or denied.</summary>
    public void GiveBackLimits()
    {
        Lease?.GiveBack();
        Lease = null;
    }

    /// <summary>The facts of the message, which the scope holds no longer; null where there are none.</summary>
    public MessageFacts? TakeFacts()
    {
        var facts = _facts;
        _facts = null;
        return facts;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_hasEnded)
            return;
        _hasEnded = true;

        // 1: the body
        _body?.Dispose();
        try
        {
            // 2: the approval
            if (UsedApproval is { } used && _body is not { WasSent: true })
            {
                UsedApproval = null;
                await approvals.GiveBackAsync(used);
            }
        }
        finally
        {
            // 3: the limits
            if (Lease is { } lease)
                End(lease);
        }
    }

    private void End(CallLease lease)
    {
        // Clients hang up once they have read the answer, which may be before the server ends the stream: its work is done then.
        var isAnswered = call.ServerAnswer?.Outcome is { Kind: not OutcomeKind.Unknown };
        if (_body is { WasSent: false })
            lease.GiveBack();
        else if (call.Forwarding is { IsGivenUp: true } || (!isAnswered && call.Context.RequestAborted.IsCancellationRequested))
            lease.Linger();
        lease.Dispose();
    }
}
