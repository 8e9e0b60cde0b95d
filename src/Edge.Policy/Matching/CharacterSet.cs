using System.Text.RegularExpressions;

namespace Edge.Policy.Matching;

/// <summary>
/// The characters that one atom of a pattern stands for, found by asking the framework's engine about each once, so that classes,
/// categories and letter case mean what they mean there. Thread-safe.
/// </summary>
internal sealed class CharacterSet
{
    private const int PageBits = 8;
    private const int WordBits = 6;
    private const int PageSize = 1 << PageBits;

    private readonly ulong[]?[] _pages = new ulong[]?[(char.MaxValue + 1) >> PageBits];
    private readonly Regex? _atom;
    private readonly char _only;

    /// <summary>One character as it is.</summary>
    public CharacterSet(char only) => _only = only;

    /// <summary>What <paramref name="atom"/> matches, a pattern that always takes one character.</summary>
    public CharacterSet(string atom) =>
        _atom = new Regex($@"\A(?:{atom})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The only character of the set, where it was made of one; null otherwise.</summary>
    public char? Only => _atom is null ? _only : null;

    /// <summary>Says whether the character is one of them; allocates only when it is the first of its 256.</summary>
    public bool Has(char c)
    {
        if (_atom is null)
            return c == _only;
        var page = Volatile.Read(ref _pages[c >> PageBits]) ?? MakePage(_atom, c >> PageBits);
        return (page[(c & (PageSize - 1)) >> WordBits] >> c & 1) != 0;
    }

    // Two threads may make the same one.
    private ulong[] MakePage(Regex atom, int number)
    {
        var page = new ulong[PageSize >> WordBits];
        for (var i = 0; i < PageSize; i++)
        {
            if (atom.IsMatch([(char)((number << PageBits) + i)]))
                page[i >> WordBits] |= 1UL << i;
        }

        Volatile.Write(ref _pages[number], page);
        return page;
    }
}
