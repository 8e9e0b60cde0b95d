namespace Edge.Policy.Evaluation;

/// <summary>
/// Sets of members of the arguments' object, as bits: those that a call has, or a twin of them in other letter case, and those that a
/// condition depends on. Two members may share a bit, and are then taken for each other: that costs time and nothing else.
/// </summary>
internal static class Touched
{
    /// <summary>In every call's set: what depends on it is always evaluated.</summary>
    public const ulong Always = 1UL << 63;

    /// <summary>The bit of the member with this number.</summary>
    public static ulong Bit(int number) => 1UL << (number % 63);
}
