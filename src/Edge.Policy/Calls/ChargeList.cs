using System.Runtime.InteropServices;

namespace Edge.Policy.Calls;

/// <summary>
/// The charges of one call, in document order, and the keys of the counts they are taken from. Reusable; allocates only while it grows.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// A key identifies one count for good: policy name, counter, window, algorithm, shadow, the scopes and their values, each unambiguous
/// (length-prefixed), and for a token bucket its maximum. Equal keys are the same count.
/// </remarks>
public sealed class ChargeList
{
    private readonly List<Charge> _charges = [];
    private byte[] _keys = [];
    private int _used;

    /// <summary>The charges in document order: those of <c>all_tools</c> first.</summary>
    public ReadOnlySpan<Charge> Items => CollectionsMarshal.AsSpan(_charges);

    /// <summary>The bytes of all keys.</summary>
    public ReadOnlySpan<byte> Keys => _keys.AsSpan(0, _used);

    /// <summary>The key of <paramref name="charge"/>.</summary>
    public ReadOnlySpan<byte> KeyOf(in Charge charge) => _keys.AsSpan(charge.KeyStart, charge.KeyLength);

    /// <summary>Adds a charge whose key is the last <paramref name="keyLength"/> bytes appended.</summary>
    public void Add(CompiledLimit limit, int keyLength, decimal cost) =>
        _charges.Add(new Charge(limit, _used - keyLength, keyLength, cost));

    /// <summary>Appends <paramref name="part"/> to the key under construction and returns its length.</summary>
    public int Append(ReadOnlySpan<byte> part)
    {
        if (_keys.Length - _used < part.Length)
            Array.Resize(ref _keys, Math.Max(256, Math.Max(_keys.Length * 2, _used + part.Length)));
        part.CopyTo(_keys.AsSpan(_used));
        _used += part.Length;
        return part.Length;
    }

    /// <summary>Forgets all charges and keys.</summary>
    public void Clear()
    {
        _charges.Clear();
        _used = 0;
    }
}
