using System.Buffers;
using System.Text;

namespace Edge.Policy.Evaluation;

/// <summary>A step to a member of an object, by its exact name; it also knows the names that careless readers take for it.</summary>
internal sealed class MemberStep
{
    private readonly byte[] _utf8;
    private readonly Rune[] _folded;

    public MemberStep(string name, PathNode node, ulong bit = 0)
    {
        Node = node;
        Bit = bit;
        _utf8 = Encoding.UTF8.GetBytes(name);
        _folded = [.. name.EnumerateRunes().Select(Fold)];
    }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Where the step leads.</summary>
    public PathNode Node { get; }

    /// <summary>The member's bit in <see cref="Touched"/>; none below the arguments' own members.</summary>
    public ulong Bit { get; }

    /// <summary>Says whether <paramref name="name"/> is the member's name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual(_utf8);

    /// <summary>
    /// Says whether <paramref name="name"/> is the member's name but for letter case (encoding/json of Go and System.Text.Json with its web
    /// defaults would take it): ordinal without case, U+017F as s and U+212A as k.
    /// </summary>
    public bool IsVariant(ReadOnlySpan<byte> name)
    {
        foreach (var wanted in _folded)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var consumed) != OperationStatus.Done || Fold(rune) != wanted)
                return false;
            name = name[consumed..];
        }

        return name.IsEmpty;
    }

    private static Rune Fold(Rune rune)
    {
        if (rune.IsAscii)
            return rune.Value is >= 'a' and <= 'z' ? new Rune(rune.Value - 0x20) : rune;

        // Lower case first: the Kelvin, Ångström and Ohm signs have a lower case letter but are themselves upper case.
        return rune.Value == 0x017F ? new Rune('S') : Rune.ToUpperInvariant(Rune.ToLowerInvariant(rune));
    }
}
