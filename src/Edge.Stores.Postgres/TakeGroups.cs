using Edge.Policy.Stores;

namespace Edge.Stores.Postgres;

/// <summary>
/// Takes of calls that want the same counts go to the database together: one round trip, one transaction, one wait for the disk.
/// Thread-safe.
/// </summary>
/// <remarks>
/// <para>The database takes one call of a count after the other, and each would wait for its own commit. So at most one transaction of a
/// count is under way; who comes meanwhile waits and goes next, together with all others that share a count, first come, first served, at
/// most <see cref="AtOnce"/>. Nobody waits when nothing is under way. Calls that share no count have transactions of their own, side by
/// side: what one count waits for holds up no other.</para>
/// <para>Steps of a take: (1) it is queued; (2) as soon as none of its counts is under way, a group is made of it and of those behind it
/// that share a count with the group; (3) the group's transaction locks all its counts in order and takes for one call after the other;
/// (4) its counts are free for the next group.</para>
/// </remarks>
internal sealed class TakeGroups(Func<IReadOnlyList<QueuedTake>, Task> send, TimeSpan patience, TimeProvider clock)
{
    /// <summary>How many calls one transaction takes for.</summary>
    public const int AtOnce = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<QueuedTake> _queue = new();
    private readonly HashSet<long> _underWay = [];

    /// <summary>How many takes wait. For tests.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    /// <summary>Takes, or throws when nothing is known of what was taken or the time to wait is over.</summary>
    /// <exception cref="StoreUnavailableException">It is so.</exception>
    public async Task TakeAsync(Take take, string? caller)
    {
        var queued = new QueuedTake(take, caller);
        lock (_gate)
            _queue.AddLast(queued.Node);
        Dispatch();
        if (!queued.Done.IsCompleted && queued.Node.List is not null)
            await WaitForTurnAsync(queued);
        await queued.Done;
    }

    private async Task WaitForTurnAsync(QueuedTake queued)
    {
        try
        {
            await queued.Turn.WaitAsync(patience, clock);
        }
        catch (TimeoutException e)
        {
            lock (_gate)
            {
                // Its turn came at the last moment.
                if (queued.Node.List is null)
                    return;
                _queue.Remove(queued.Node);
            }

            throw new StoreUnavailableException("more is asked of the store at a time than it can answer", e)
            {
                Problem = StoreProblem.Busy,
            };
        }
    }

    private void Dispatch()
    {
        while (NextGroup() is { } group)
            _ = SendAsync(group);
    }

    private List<QueuedTake>? NextGroup()
    {
        lock (_gate)
        {
            List<QueuedTake>? group = null;
            HashSet<long>? locks = null;
            // Counts that somebody further in front waits for.
            HashSet<long>? passed = null;
            for (var node = _queue.First; node is not null && (group is null || group.Count < AtOnce);)
            {
                var (queued, next) = (node.Value, node.Next);
                var wanted = queued.Take.Locks;
                if (Shares(_underWay, wanted) || passed is not null && Shares(passed, wanted)
                    || locks is not null && !Shares(locks, wanted))
                {
                    (passed ??= []).UnionWith(wanted);
                }
                else
                {
                    (group ??= []).Add(queued);
                    (locks ??= []).UnionWith(wanted);
                    _queue.Remove(node);
                    queued.IsNext();
                }

                node = next;
            }

            if (locks is not null)
                _underWay.UnionWith(locks);
            return group;
        }
    }

    private async Task SendAsync(List<QueuedTake> group)
    {
        try
        {
            await send(group);
            foreach (var queued in group)
                queued.Succeed();
        }
        catch (StoreUnavailableException e) when (e.Problem == StoreProblem.Refused && group.Count > 1)
        {
            // Nothing was taken. What was wrong with one is not the others' matter.
            foreach (var queued in group)
                await SendAloneAsync(queued);
        }
        catch (StoreUnavailableException e)
        {
            foreach (var queued in group)
                queued.Fail(e);
        }
        finally
        {
            lock (_gate)
            {
                foreach (var queued in group)
                    _underWay.ExceptWith(queued.Take.Locks);
            }

            Dispatch();
        }
    }

    private async Task SendAloneAsync(QueuedTake queued)
    {
        try
        {
            await send([queued]);
            queued.Succeed();
        }
        catch (StoreUnavailableException e)
        {
            queued.Fail(e);
        }
    }

    private static bool Shares(HashSet<long> locks, long[] wanted)
    {
        foreach (var one in wanted)
        {
            if (locks.Contains(one))
                return true;
        }

        return false;
    }
}
