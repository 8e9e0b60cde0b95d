using System.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Says of most names that are none of a few wanted ones, nor one in other letter case, that they are not, without a comparison. Immutable;
/// thread-safe.
/// </summary>
internal readonly struct NameFilter
{
    private readonly ulong _bits;
    private readonly bool _isOpen;

    /// <summary>Makes the filter of the names that are wanted.</summary>
    public NameFilter(IEnumerable<string> wanted)
    {
        foreach (var name in wanted)
        {
            _bits |= BitOf(Encoding.UTF8.GetBytes(name));

            // Letter case beyond ASCII may change the length and leave ASCII (U+017F is an s).
            _isOpen |= !Ascii.IsValid(name);
        }
    }

    /// <summary>Whether <paramref name="name"/> may be one of the names, or one in other letter case.</summary>
    public bool MayHave(ReadOnlySpan<byte> name) => _isOpen || (_bits & BitOf(name)) != 0 || !Ascii.IsValid(name);

    // With bit 5 set both cases of an ASCII letter are the same.
    private static ulong BitOf(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 1 : 1UL << ((name.Length * 29) + ((name[0] | 0x20) * 7) + (name[^1] | 0x20));
}
