using Edge.Mcp.Responses;
using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Remembers which approved calls failed, so that the person who is asked for the same call again learns of it. It knows the newest
/// 1,000 of this Edge since its start. Thread-safe.
/// </summary>
internal sealed class FailedCalls
{
    private const int Max = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>An approved call ended.</summary>
    /// <param name="binding">What its approval was bound to.</param>
    /// <param name="outcome">What was seen of the server's answer; null where none came.</param>
    /// <param name="fault">What Edge answered in the server's place; null where the server did.</param>
    public void Ended(ApprovalBinding binding, ResponseOutcome? outcome, string? fault)
    {
        var failure = fault?.TrimEnd('.') ?? outcome?.Kind switch
        {
            OutcomeKind.ToolError => "the tool reported an error",
            OutcomeKind.RpcError => "the server answered with an error",
            _ => null,
        };
        lock (_gate)
        {
            if (failure is null)
            {
                _failures.Remove(binding.Key);
                return;
            }

            if (_failures.TryAdd(binding.Key, failure))
                _order.Enqueue(binding.Key);
            else
                _failures[binding.Key] = failure;
            while (_order.Count > Max)
                _failures.Remove(_order.Dequeue());
        }
    }

    /// <summary>Why the call with this binding failed when it was approved last; null where it did not, or it is not known.</summary>
    public string? Find(ApprovalBinding binding)
    {
        lock (_gate)
            return _failures.GetValueOrDefault(binding.Key);
    }
}
