using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Edge.Policy.Limits.Counting;

namespace Edge.Stores.Sqlite;

/// <summary>
/// A count as bytes, little-endian: position, time of idleness, amount, and what else the algorithm keeps, after a byte that says what. The
/// numbers of that byte never change.
/// </summary>
internal static class CountBytes
{
    private const byte Nothing = 0;
    private const byte Ring = 1;
    private const byte GivenBack = 2;
    private const byte Lingering = 3;
    private const int Amount = 16;
    private const int Head = 8 + 8 + Amount + 1;

    /// <summary>Writes a count.</summary>
    public static byte[] Write(in CountState state)
    {
        var lingering = state.More as LingeringPermits;
        var permits = lingering is null ? [] : lingering.All.ToArray();
        var size = Head + state.More switch
        {
            decimal[] ring => ring.Length * Amount,
            StrongBox<decimal> => Amount,
            LingeringPermits => permits.Length * (Amount + 8),
            _ => 0,
        };
        var bytes = new byte[size];
        var rest = bytes.AsSpan();
        Put(ref rest, state.Position);
        Put(ref rest, state.IdleAt);
        Put(ref rest, state.Used);
        rest[0] = state.More switch
        {
            null => Nothing,
            decimal[] => Ring,
            StrongBox<decimal> => GivenBack,
            LingeringPermits => Lingering,
            _ => throw new InvalidOperationException("A new algorithm needs a way to be written."),
        };
        rest = rest[1..];
        if (state.More is decimal[] slices)
        {
            foreach (var slice in slices)
                Put(ref rest, slice);
        }
        else if (state.More is StrongBox<decimal> given)
        {
            Put(ref rest, given.Value);
        }

        foreach (var (permit, until) in permits)
        {
            Put(ref rest, permit);
            Put(ref rest, until);
        }

        return bytes;
    }

    /// <summary>Reads a count.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static CountState Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head)
            throw new InvalidDataException("a count has too few bytes");
        var rest = bytes;
        var state = new CountState { Position = Long(ref rest), IdleAt = Long(ref rest), Used = Decimal(ref rest) };
        var kind = rest[0];
        rest = rest[1..];
        switch (kind)
        {
            case Nothing when rest.IsEmpty:
                break;
            case Ring when rest.Length == SlidingWindow.Slices * Amount:
                var ring = new decimal[SlidingWindow.Slices];
                foreach (ref var slice in ring.AsSpan())
                    slice = Decimal(ref rest);
                state.More = ring;
                break;
            case GivenBack when rest.Length == Amount:
                state.More = new StrongBox<decimal>(Decimal(ref rest));
                break;
            case Lingering when rest.Length % (Amount + 8) == 0:
                var lingering = new LingeringPermits();
                while (!rest.IsEmpty)
                    lingering.Add(Decimal(ref rest), Long(ref rest));
                state.More = lingering;
                break;
            default:
                throw new InvalidDataException("a count cannot be read");
        }

        return state;
    }

    private static void Put(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, value);
        rest = rest[8..];
    }

    private static void Put(ref Span<byte> rest, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        for (var i = 0; i < bits.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(rest[(4 * i)..], bits[i]);
        rest = rest[Amount..];
    }

    private static long Long(ref ReadOnlySpan<byte> rest)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    private static decimal Decimal(ref ReadOnlySpan<byte> rest)
    {
        Span<int> bits = stackalloc int[4];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = BinaryPrimitives.ReadInt32LittleEndian(rest[(4 * i)..]);
        rest = rest[Amount..];
        try
        {
            return new decimal(bits);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("a count has an amount that is none", e);
        }
    }
}
