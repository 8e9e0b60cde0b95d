using Edge.Policy.Stores;

namespace Edge.Stores.Postgres;

/// <summary>One call's take while it waits for its turn and its end. Ended once.</summary>
internal sealed class QueuedTake
{
    private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedTake(Take take, string? caller)
    {
        (Take, Caller) = (take, caller);
        Node = new LinkedListNode<QueuedTake>(this);
    }

    /// <summary>What is asked.</summary>
    public Take Take { get; }

    /// <summary>Whose call it is for.</summary>
    public string? Caller { get; }

    /// <summary>Its place in the queue.</summary>
    public LinkedListNode<QueuedTake> Node { get; }

    /// <summary>Until it is its turn.</summary>
    public Task Turn => _turn.Task;

    /// <summary>Until the database has answered, or it is known that it does not.</summary>
    public Task Done => _done.Task;

    /// <summary>It is its turn.</summary>
    public void IsNext() => _turn.TrySetResult();

    /// <summary>The answer is in the reservation.</summary>
    public void Succeed() => _done.TrySetResult();

    /// <summary>There is no answer.</summary>
    public void Fail(StoreUnavailableException e) =>
        _done.TrySetException(new StoreUnavailableException(e.Message, e.InnerException) { Problem = e.Problem });
}
