using Edge.Mcp.Hashing;


namespace Edge.Mcp.Json;

/// <summary>Finds names that an open object already has, at every depth at once, in time linear in their number. Not thread-safe.</summary>
/// <remarks>
/// A name is remembered as its keyed 64-bit hash alone. Equal names have equal hashes, so no duplicate is overlooked; two different
/// names in one message of 100,000 are taken for equal with a probability below one in a billion, and cannot be chosen so.
/// </remarks>
internal sealed class KeySet
{
    // An object's first names lie side by side and are compared in one go; only larger objects use the table.
    private const int Inline = 16;

    // One key for the life of the process.
    private static readonly SipHash Hash = SipHash.Random();

    private readonly ulong[] _hashes = new ulong[JsonDepth.Max * Inline];
    private readonly int[] _counts = new int[JsonDepth.Max];
    private readonly uint[] _serials = new uint[JsonDepth.Max];
    private readonly HashTable _table = new();
    private int _depth = -1;
    private uint _serial;

    /// <summary>Forgets everything, at the end of a message however it ended.</summary>
    public void Clear()
    {
        _depth = -1;
        _serial = 0;
        _table.Clear();
    }

    /// <summary>An object begins; at most <see cref="JsonDepth.Max"/> may be open.</summary>
    public void Enter()
    {
        _depth++;
        _counts[_depth] = 0;
        _serials[_depth] = 0;
    }

    /// <summary>The innermost object ends.</summary>
    public void Leave() => _depth--;

    /// <summary>Adds a name to the innermost object; false if it has that name already.</summary>
    public bool TryAdd(ReadOnlySpan<byte> name)
    {
        var hash = Hash.Of(name);
        var count = _counts[_depth];
        var inline = _hashes.AsSpan(_depth * Inline, Math.Min(count, Inline));
        if (inline.Contains(hash))
            return false;
        if (count < Inline)
            _hashes[_depth * Inline + count] = hash;
        else if (!TryAddToTable(hash))
            return false;
        _counts[_depth] = count + 1;
        return true;
    }

    private bool TryAddToTable(ulong hash)
    {
        if (_serials[_depth] == 0)
            _serials[_depth] = ++_serial;
        return _table.TryAdd(hash, _serials[_depth]);
    }
}
