using System.Numerics;
using Edge.Policy.Documents;
using Edge.Policy.Limits.Counting;

namespace Edge.Policy.Limits.Memory;

/// <summary>
/// One part of the table: a chained hash table of counts, in chunks that never move. Everything but <see cref="Gate"/> wants the gate held.
/// </summary>
internal sealed class CountStripe(MemoryBudget budget)
{
    private const int ChunkBits = 7;
    private const int ChunkSize = 1 << ChunkBits;
    private const int None = -1;

    private int[] _buckets = [];
    private CountSlot[][] _chunks = [];
    private int _chunkCount;
    private int _used;
    private int _free = None;
    private int _cursor;
    private long _latest;

    public Lock Gate { get; } = new();

    /// <summary>How many counts there are.</summary>
    public int Live { get; private set; }

    /// <summary>How many slots a full sweep looks at.</summary>
    public int Extent => _used;

    /// <summary>
    /// The later of <paramref name="now"/> and all times this stripe has seen: a thread that was held up before the gate must not find a
    /// window open again whose count has been swept.
    /// </summary>
    public long Latest(long now) => _latest = Math.Max(_latest, now);

    public ref CountSlot At(int slot) => ref _chunks[slot >> ChunkBits][slot & (ChunkSize - 1)];

    /// <summary>The slot of <paramref name="key"/>; negative when there is none.</summary>
    public int Find(ulong hash, ReadOnlySpan<byte> key)
    {
        if (_buckets.Length == 0)
            return None;
        var slot = _buckets[BucketOf(hash)];
        while (slot >= 0)
        {
            ref var candidate = ref At(slot);
            if (candidate.Hash == hash && key.SequenceEqual(candidate.Key))
                return slot;
            slot = candidate.Next;
        }

        return None;
    }

    /// <summary>Adds a count that is not there, for which the budget has been asked. No other slot moves.</summary>
    public int Add(ulong hash, ReadOnlySpan<byte> key, LimitAlgorithm algorithm, bool unconfirmed)
    {
        if (Live >= _buckets.Length)
            Rehash(Math.Max(16, _buckets.Length * 2));
        var slot = TakeSlot();
        ref var head = ref _buckets[BucketOf(hash)];
        At(slot) = new CountSlot { Key = key.ToArray(), Hash = hash, Algorithm = algorithm, IsUnconfirmed = unconfirmed, Next = head };
        head = slot;
        Live++;
        return slot;
    }

    /// <summary>Adds the keys of its counts, which nobody changes, until there are <paramref name="atMost"/> in all.</summary>
    public void CopyKeys(List<byte[]> keys, int atMost)
    {
        for (var i = 0; i < _used && keys.Count < atMost; i++)
        {
            if (At(i).Key is { } key)
                keys.Add(key);
        }
    }

    /// <summary>Adds a copy of each of its counts.</summary>
    public void CopyAll(List<(byte[] Key, LimitAlgorithm Algorithm, CountState State)> counts)
    {
        for (var i = 0; i < _used; i++)
        {
            ref readonly var slot = ref At(i);
            if (slot.Key is { } key)
                counts.Add((key, slot.Algorithm, slot.State.Copy()));
        }
    }

    /// <summary>Looks at the next <paramref name="slots"/> slots and frees those that are idle: a new count would be the same.</summary>
    public void Sweep(int slots, long now)
    {
        for (var left = Math.Min(slots, _used); left > 0; left--)
        {
            _cursor = _cursor + 1 < _used ? _cursor + 1 : 0;
            ref var slot = ref At(_cursor);
            if (slot.Key is not null && slot.State.IdleAt <= now)
                Remove(_cursor, ref slot);
        }
    }

    /// <summary>Gives memory back when most slots are free. Slots move.</summary>
    public void Shrink()
    {
        if (_chunkCount <= 1 || Live > (_chunkCount << ChunkBits) / 4)
            return;
        var old = _chunks.AsSpan(0, _chunkCount);
        (_chunks, _chunkCount, _used, _free, _cursor) = ([], 0, 0, None, 0);
        foreach (var chunk in old)
        {
            foreach (ref readonly var slot in chunk.AsSpan())
            {
                if (slot.Key is not null)
                    At(TakeSlot()) = slot;
            }
        }

        Rehash(Math.Max(16, (int)BitOperations.RoundUpToPowerOf2((uint)Live)));
    }

    private int TakeSlot()
    {
        if (_free >= 0)
        {
            var slot = _free;
            _free = At(slot).Next;
            return slot;
        }

        if (_used == _chunkCount << ChunkBits)
        {
            if (_chunkCount == _chunks.Length)
                Array.Resize(ref _chunks, Math.Max(4, _chunkCount * 2));
            _chunks[_chunkCount++] = new CountSlot[ChunkSize];
        }

        return _used++;
    }

    private void Remove(int index, ref CountSlot slot)
    {
        ref var link = ref _buckets[BucketOf(slot.Hash)];
        while (link != index)
            link = ref At(link).Next;
        link = slot.Next;
        budget.Return(CountSlot.BytesFor(slot.Key!.Length, slot.Algorithm), slot.IsUnconfirmed);
        slot = new CountSlot { Next = _free };
        _free = index;
        Live--;
    }

    private void Rehash(int size)
    {
        _buckets = new int[size];
        Array.Fill(_buckets, None);
        for (var i = 0; i < _used; i++)
        {
            ref var slot = ref At(i);
            if (slot.Key is null)
                continue;
            ref var head = ref _buckets[BucketOf(slot.Hash)];
            slot.Next = head;
            head = i;
        }
    }

    // The low bits chose the stripe.
    private int BucketOf(ulong hash) => (int)(hash >> 32) & (_buckets.Length - 1);
}
