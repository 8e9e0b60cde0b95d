using System.Buffers;
using System.Numerics;

namespace Edge.Mcp.Requests;

/// <summary>Lends arrays on behalf of one client and counts them against the budget. Thread-safe.</summary>
/// <remarks>
/// Up to a page is lent whatever is held, and counted: an error must find room in which to be written, and a connection costs more than
/// that. What is larger than <see cref="LargestPooled"/> comes from the heap and goes back there: a pool would keep as much again for each
/// size.
/// </remarks>
internal sealed class BudgetedArrays(BufferBudget budget, ClientNetwork client, ArrayPool<byte> arrays) : ArrayPool<byte>
{
    private const int Page = 4096;
    private const int LargestPooled = 1024 * 1024;

    // The shared pool lends no shorter array.
    private const int SmallestPooled = 16;

    /// <inheritdoc />
    /// <exception cref="BuffersFullException">The budget does not allow it; nothing is held then.</exception>
    public override byte[] Rent(int minimumLength)
    {
        var bytes = SizeOf(minimumLength);
        if (bytes <= Page)
            budget.Take(client, bytes);
        else if (!budget.TryTake(client, bytes))
            throw new BuffersFullException();
        return minimumLength > LargestPooled ? GC.AllocateUninitializedArray<byte>(minimumLength) : arrays.Rent(minimumLength);
    }

    /// <inheritdoc />
    public override void Return(byte[] array, bool clearArray = false)
    {
        var bytes = SizeOf(array.Length);
        if (array.Length <= LargestPooled)
            arrays.Return(array, clearArray);
        budget.Return(client, bytes);
    }

    // For a length up to that the shared pool lends the next power of two.
    private static long SizeOf(int length) =>
        length > LargestPooled ? length : BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, SmallestPooled));
}
