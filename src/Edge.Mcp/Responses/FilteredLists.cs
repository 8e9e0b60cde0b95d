namespace Edge.Mcp.Responses;

/// <summary>
/// The lists that were filtered under one policy, so that the same bytes need not be judged again for the same audience: at most
/// <see cref="MaxKept"/> of at most <see cref="MaxBytes"/> each. Thread-safe.
/// </summary>
internal sealed class FilteredLists
{
    /// <summary>How many are kept; the oldest makes room.</summary>
    public const int MaxKept = 16;

    /// <summary>The longest message of which anything is kept, in bytes: twice the list of runpod-mcp.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The longest envelope around a known result; a longer one is read like any message.</summary>
    public const int MaxEnvelopeBytes = 512;

    private const int Ends = 64;
    private readonly FilteredList?[] _kept = new FilteredList?[MaxKept];
    private readonly int[] _met = new int[MaxKept];
    private int _nextKept;
    private int _nextMet;

    /// <summary>What is known of a message's result, which begins at <paramref name="start"/>; null for nothing.</summary>
    public FilteredList? Find(ReadOnlySpan<byte> message, object audience, out int start)
    {
        start = 0;
        if (message.Length > MaxBytes)
            return null;
        foreach (ref var place in _kept.AsSpan())
        {
            if (Volatile.Read(ref place) is { } list && ReferenceEquals(list.Audience, audience) && list.IsIn(message, out start))
                return list;
        }

        return null;
    }

    /// <summary>
    /// Whether a result should be kept: it comes for the second time, so that pages which nobody asks for again cost no memory.
    /// </summary>
    public bool ComesAgain(ReadOnlySpan<byte> result, object audience)
    {
        // A guess that may be wrong: then something is kept in vain.
        var code = default(HashCode);
        code.Add(audience);
        code.Add(result.Length);
        code.AddBytes(result[..Math.Min(Ends, result.Length)]);
        code.AddBytes(result[^Math.Min(Ends, result.Length)..]);
        var met = code.ToHashCode();
        if (_met.AsSpan().Contains(met))
            return true;
        _met[Interlocked.Increment(ref _nextMet) & (MaxKept - 1)] = met;
        return false;
    }

    /// <summary>Keeps a list.</summary>
    public void Keep(FilteredList list) => Volatile.Write(ref _kept[Interlocked.Increment(ref _nextKept) & (MaxKept - 1)], list);
}
