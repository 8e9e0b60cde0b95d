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

    private NameFilter(ulong bits, bool isOpen) => (_bits, _isOpen) = (bits, isOpen);

    /// <summary>The filter that lets <paramref name="wanted"/> through besides.</summary>
    // Letter case beyond ASCII may change the length and leave ASCII (U+017F is an s).
    public NameFilter With(ReadOnlySpan<byte> wanted) => new(_bits | BitOf(wanted), _isOpen || !Ascii.IsValid(wanted));

    /// <summary>Whether <paramref name="name"/> may be one of the names, or one in other letter case.</summary>
    public bool MayHave(ReadOnlySpan<byte> name) => _isOpen || (_bits & BitOf(name)) != 0 || !Ascii.IsValid(name);

    // With bit 5 set both cases of an ASCII letter are the same.
    private static ulong BitOf(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 1 : 1UL << ((name.Length * 29) + ((name[0] | 0x20) * 7) + (name[^1] | 0x20));
}
