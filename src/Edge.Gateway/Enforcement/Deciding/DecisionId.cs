using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>
/// Makes decision ids: 26 characters that sort by time and cannot be guessed (48 bits of milliseconds, 80 of randomness, Crockford's base
/// 32).
/// </summary>
internal static class DecisionId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int RandomBytes = 10;
    private const int Drawn = 51 * RandomBytes;

    // The system's generator costs about as much for one id as for fifty.
    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _left;

    /// <summary>A new id for the time of <paramref name="clock"/>. Thread-safe.</summary>
    public static string New(TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        TakeRandom(bytes[^RandomBytes..]);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes) & 0xFFFF | (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds() << 16;
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        return string.Create(26, BinaryPrimitives.ReadUInt128BigEndian(bytes), static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, value >>= 5)
                text[i] = Alphabet[(int)(value & 31)];
        });
    }

    private static void TakeRandom(Span<byte> destination)
    {
        var random = _random ??= new byte[Drawn];
        if (_left < destination.Length)
        {
            RandomNumberGenerator.Fill(random);
            _left = random.Length;
        }

        // None is used twice, nor left lying about.
        var taken = random.AsSpan(_left - destination.Length, destination.Length);
        taken.CopyTo(destination);
        taken.Clear();
        _left -= destination.Length;
    }
}
