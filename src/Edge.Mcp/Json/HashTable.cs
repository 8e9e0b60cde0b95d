using System.Buffers;

namespace Edge.Mcp.Json;

/// <summary>A set of pairs (hash, object) by open addressing, in pooled memory. Not thread-safe.</summary>
/// <remarks>The hashes are keyed, so their lower bits are as good as random and probing stays short.</remarks>
internal sealed class HashTable
{
    private const int SmallestSize = 256;

    private Slot[]? _slots;
    private int _size;
    private int _count;

    /// <summary>Adds a pair; false if it is there. An object's number is not 0.</summary>
    public bool TryAdd(ulong hash, uint owner)
    {
        if (_slots is null || _count >= _size / 2)
            Grow();
        if (!TryPlace(_slots!, _size, new Slot(hash, owner)))
            return false;
        _count++;
        return true;
    }

    /// <summary>Forgets everything and gives the memory back.</summary>
    public void Clear()
    {
        if (_slots is not null)
            ArrayPool<Slot>.Shared.Return(_slots);
        _slots = null;
        _size = _count = 0;
    }

    private void Grow()
    {
        var size = Math.Max(SmallestSize, _size * 2);
        var slots = ArrayPool<Slot>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        for (var i = 0; i < _size; i++)
        {
            if (_slots![i].Owner != 0)
                TryPlace(slots, size, _slots[i]);
        }

        if (_slots is not null)
            ArrayPool<Slot>.Shared.Return(_slots);
        (_slots, _size) = (slots, size);
    }

    private static bool TryPlace(Slot[] slots, int size, Slot pair)
    {
        var mask = size - 1;
        var place = (int)(pair.Hash + pair.Owner) & mask;
        while (slots[place].Owner != 0)
        {
            if (slots[place] == pair)
                return false;
            place = (place + 1) & mask;
        }

        slots[place] = pair;
        return true;
    }

    private readonly record struct Slot(ulong Hash, uint Owner);
}
