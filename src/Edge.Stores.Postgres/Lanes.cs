using System.Runtime.InteropServices;

namespace Edge.Stores.Postgres;

/// <summary>
/// Lanes of a bounded width, one for each key: who finds its lane full waits in line, first come first served. Keys that nobody uses
/// are not remembered. Thread-safe.
/// </summary>
/// <param name="width">How many may be in one lane.</param>
internal sealed class Lanes<TKey>(int width)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Lane> _lanes = [];

    /// <summary>How many keys are in use.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _lanes.Count;
        }
    }

    /// <summary>Enters the lane of a key, or throws when <paramref name="patience"/> is over before there is room.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    public async ValueTask EnterAsync(TKey key, CancellationToken patience)
    {
        var lane = Use(key);
        try
        {
            await lane.Room.WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            Forget(key, lane);
            throw;
        }
    }

    /// <summary>Leaves a lane that was entered.</summary>
    public void Leave(TKey key)
    {
        Lane lane;
        lock (_gate)
            lane = _lanes[key];
        lane.Room.Release();
        Forget(key, lane);
    }

    private Lane Use(TKey key)
    {
        lock (_gate)
        {
            ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(_lanes, key, out _);
            lane ??= new Lane(new SemaphoreSlim(width));
            lane.Users++;
            return lane;
        }
    }

    private void Forget(TKey key, Lane lane)
    {
        lock (_gate)
        {
            if (--lane.Users > 0)
                return;
            _lanes.Remove(key);
            lane.Room.Dispose();
        }
    }

    private sealed class Lane(SemaphoreSlim room)
    {
        public SemaphoreSlim Room => room;

        public int Users { get; set; }
    }
}
