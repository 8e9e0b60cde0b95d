namespace Edge.Fuzz.Generation;

/// <summary>
/// A small generator of numbers that gives the same ones for the same seed on every machine and runtime (SplitMix64, Steele, Lea and Flood
/// 2014). Not thread-safe.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>The generator of one input: no input depends on those before it, so that each can be made again alone.</summary>
    public static SplitMix For(ulong seed, string target, long index)
    {
        var mixed = new SplitMix(seed);
        foreach (var letter in target)
            mixed = new SplitMix(mixed.Next() ^ letter);
        return new SplitMix(mixed.Next() ^ unchecked((ulong)index * Step));
    }

    public ulong Next()
    {
        unchecked
        {
            var z = _state += Step;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to one less than <paramref name="count"/>, which is positive.</summary>
    public int Below(int count) => (int)(((UInt128)Next() * (ulong)count) >> 64);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public T In<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
