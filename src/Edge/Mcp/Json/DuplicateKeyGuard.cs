using System.Buffers;
using System.Text.Json;

namespace Edge.Mcp.Json;

/// <summary>
/// Finds names that an object has twice, compared after unescaping, at any depth of one document in linear time.
/// One guard a document: <see cref="Rent"/>, <see cref="Push"/> at each object's start, <see cref="TryAdd"/> at each name,
/// <see cref="Pop"/> at each object's end, <see cref="Return"/>. Allocates nothing once warm. Not thread-safe.
/// </summary>
/// <remarks>
/// Small objects are compared one by one. Larger ones go through one open-addressed table under a keyed hash. Names leave it in the
/// reverse order of their coming, so a slot can simply be emptied: whoever had to go round it has left before.
/// </remarks>
internal sealed class DuplicateKeyGuard
{
    private const int LinearNames = 8;
    private const int KeptBytes = 4096;
    private const int KeptNames = 256;
    private const int KeptSlots = 512;
    private const ulong ScopeSalt = 0x9E3779B97F4A7C15;

    [ThreadStatic]
    private static DuplicateKeyGuard? t_idle;

    private readonly byte[] _keptBytes = new byte[KeptBytes];
    private readonly Name[] _keptNames = new Name[KeptNames];
    private readonly int[] _keptSlots = new int[KeptSlots];
    private DuplicateKeyGuard? _nextIdle;
    private byte[] _bytes;
    private Name[] _names;
    private int[] _slots;
    private int _slotCount = KeptSlots;
    private Scope[] _scopes = new Scope[64];
    private int _depth = -1;
    private int _nameCount;
    private int _hashedCount;
    private int _byteCount;
    private int _lastStart;

    private DuplicateKeyGuard() => (_bytes, _names, _slots) = (_keptBytes, _keptNames, _keptSlots);

    /// <summary>The unescaped bytes of the name given last to <see cref="TryAdd"/>, valid until the next call of any member.</summary>
    public ReadOnlySpan<byte> LastName => _bytes.AsSpan(_lastStart, _byteCount - _lastStart);

    /// <summary>Takes an idle guard of this thread, or a new one; empty.</summary>
    public static DuplicateKeyGuard Rent()
    {
        if (t_idle is not { } guard)
            return new DuplicateKeyGuard();
        t_idle = guard._nextIdle;
        return guard;
    }

    /// <summary>Empties the guard and leaves it for the next reader on this thread.</summary>
    public void Return()
    {
        Reset();
        _nextIdle = t_idle;
        t_idle = this;
    }

    /// <summary>Forgets everything, also after a document that was left half-read, and gives back what was rented.</summary>
    public void Reset()
    {
        if (_hashedCount > 0 && _slots == _keptSlots)
            Array.Clear(_slots);
        if (_bytes != _keptBytes)
            ArrayPool<byte>.Shared.Return(_bytes);
        if (_names != _keptNames)
            ArrayPool<Name>.Shared.Return(_names);
        if (_slots != _keptSlots)
            ArrayPool<int>.Shared.Return(_slots);
        (_bytes, _names, _slots, _slotCount) = (_keptBytes, _keptNames, _keptSlots, KeptSlots);
        (_depth, _nameCount, _hashedCount, _byteCount, _lastStart) = (-1, 0, 0, 0, 0);
    }

    /// <summary>Begins an object.</summary>
    public void Push()
    {
        if (++_depth == _scopes.Length)
            Array.Resize(ref _scopes, _scopes.Length * 2);
        _scopes[_depth] = new Scope { FirstName = _nameCount, FirstByte = _byteCount };
    }

    /// <summary>Ends the object begun last, and forgets its names.</summary>
    public void Pop()
    {
        ref var scope = ref _scopes[_depth];
        if (scope.Hashed)
        {
            for (var i = _nameCount - 1; i >= scope.FirstName; i--)
                _slots[FindSlotOf(i, _depth)] = 0;
            _hashedCount -= _nameCount - scope.FirstName;
        }

        _nameCount = scope.FirstName;
        _byteCount = _lastStart = scope.FirstByte;
        _depth--;
    }

    /// <summary>
    /// Adds the name (or string value) the reader stands on to the innermost object; false when it is there already.
    /// Ask <see cref="StrictText.HasLoneSurrogate(ref Utf8JsonReader)"/> first: such a name cannot be unescaped and throws.
    /// </summary>
    /// <exception cref="InvalidOperationException">The name has half a surrogate pair.</exception>
    public bool TryAdd(ref Utf8JsonReader reader)
    {
        ref var scope = ref _scopes[_depth];
        _lastStart = scope.FirstByte;
        if (_nameCount > scope.FirstName)
            _lastStart = _names[_nameCount - 1].Start + _names[_nameCount - 1].Length;
        _byteCount = _lastStart;
        Append(ref reader);
        return scope.Hashed ? TryAddHashed(ref scope) : TryAddLinear(ref scope);
    }

    private bool TryAddLinear(ref Scope scope)
    {
        var name = LastName;
        for (var i = scope.FirstName; i < _nameCount; i++)
        {
            if (BytesOf(_names[i]).SequenceEqual(name))
                return false;
        }

        AddName(hash: 0);
        if (_nameCount - scope.FirstName <= LinearNames)
            return true;
        scope.Hashed = true;
        for (var i = scope.FirstName; i < _nameCount; i++)
        {
            _names[i].Hash = KeyedHash.Of(BytesOf(_names[i]));
            AddSlot(i);
        }

        return true;
    }

    private bool TryAddHashed(ref Scope scope)
    {
        var name = LastName;
        var hash = KeyedHash.Of(name);
        for (var slot = HomeOf(hash, _depth); _slots[slot] != 0; slot = (slot + 1) & (_slotCount - 1))
        {
            var index = _slots[slot] - 1;
            if (index >= scope.FirstName && _names[index].Hash == hash && BytesOf(_names[index]).SequenceEqual(name))
                return false;
        }

        AddName(hash);
        AddSlot(_nameCount - 1);
        return true;
    }

    private void Append(ref Utf8JsonReader reader)
    {
        var rawLength = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        if (rawLength > _bytes.Length - _byteCount)
            Grow(ref _bytes, _keptBytes, _byteCount, checked(_byteCount + rawLength));
        var free = _bytes.AsSpan(_byteCount);
        if (reader.ValueIsEscaped)
        {
            _byteCount += reader.CopyString(free);
            return;
        }

        if (reader.HasValueSequence)
            reader.ValueSequence.CopyTo(free);
        else
            reader.ValueSpan.CopyTo(free);
        _byteCount += rawLength;
    }

    private void AddName(ulong hash)
    {
        if (_nameCount == _names.Length)
            Grow(ref _names, _keptNames, _nameCount, _nameCount + 1);
        _names[_nameCount++] = new Name { Start = _lastStart, Length = _byteCount - _lastStart, Hash = hash };
    }

    private void AddSlot(int index)
    {
        if ((_hashedCount + 1) * 2 > _slotCount)
            GrowSlots(index);
        PutSlot(index, _depth);
        _hashedCount++;
    }

    private void PutSlot(int index, int depth)
    {
        var slot = HomeOf(_names[index].Hash, depth);
        while (_slots[slot] != 0)
            slot = (slot + 1) & (_slotCount - 1);
        _slots[slot] = index + 1;
    }

    // Puts back, in the order in which they came, all names before `end` that were in the table.
    private void GrowSlots(int end)
    {
        var doubled = _slotCount * 2;
        if (_slots == _keptSlots)
            Array.Clear(_keptSlots);
        else
            ArrayPool<int>.Shared.Return(_slots);
        _slots = ArrayPool<int>.Shared.Rent(doubled);
        _slotCount = doubled;
        Array.Clear(_slots, 0, doubled);
        for (var depth = 0; depth <= _depth; depth++)
        {
            if (!_scopes[depth].Hashed)
                continue;
            var scopeEnd = depth == _depth ? end : _scopes[depth + 1].FirstName;
            for (var i = _scopes[depth].FirstName; i < scopeEnd; i++)
                PutSlot(i, depth);
        }
    }

    private int FindSlotOf(int index, int depth)
    {
        var slot = HomeOf(_names[index].Hash, depth);
        while (_slots[slot] != index + 1)
            slot = (slot + 1) & (_slotCount - 1);
        return slot;
    }

    // The depth takes part: one name in sixty nested objects must not make one chain of sixty.
    private int HomeOf(ulong hash, int depth) => (int)(hash ^ (hash >> 32) ^ ((ulong)depth * ScopeSalt >> 24)) & (_slotCount - 1);

    private ReadOnlySpan<byte> BytesOf(in Name name) => _bytes.AsSpan(name.Start, name.Length);

    private static void Grow<T>(ref T[] array, T[] kept, int used, int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, array.Length * 2));
        array.AsSpan(0, used).CopyTo(larger);
        if (array != kept)
            ArrayPool<T>.Shared.Return(array);
        array = larger;
    }

    private struct Name
    {
        public int Start;
        public int Length;
        public ulong Hash;
    }

    private struct Scope
    {
        public int FirstName;
        public int FirstByte;
        public bool Hashed;
    }
}
