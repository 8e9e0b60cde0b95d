namespace Edge.Mcp.Json;

/// <summary>Finds names that a reader who ignores letter case would take for a protocol key.</summary>
internal static class KeyVariant
{
    /// <summary>
    /// True when the unescaped <paramref name="name"/> is not <paramref name="key"/> (ASCII letters) but equals it without regard to
    /// case, the long s (U+017F), the Kelvin sign (U+212A) and the dotted and dotless i (U+0130, U+0131) included.
    /// </summary>
    public static bool Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        if (name.Length < key.Length || name.Length > key.Length * 3 || name.SequenceEqual(key))
            return false;
        foreach (var expected in key)
        {
            if (!TryFold(ref name, out var folded) || folded != (expected | 0x20))
                return false;
        }

        return name.IsEmpty;
    }

    private static bool TryFold(ref ReadOnlySpan<byte> name, out int folded)
    {
        (folded, var length) = name switch
        {
            [< 0x80 and var ascii, ..] => (ascii | 0x20, 1),
            [0xC5, 0xBF, ..] => ('s', 2),
            [0xC4, 0xB0 or 0xB1, ..] => ('i', 2),
            [0xE2, 0x84, 0xAA, ..] => ('k', 3),
            _ => (0, 0),
        };
        name = name[length..];
        return length > 0;
    }
}
