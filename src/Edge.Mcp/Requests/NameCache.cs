using System.Text;
using Edge.Mcp.Hashing;

namespace Edge.Mcp.Requests;

/// <summary>Gives the string for a name without making it anew each time. Thread-safe, of fixed size.</summary>
/// <remarks>
/// A name has one place, by a keyed hash, and the last one there wins: callers who send ever new names cost a string each time and
/// nothing that stays, and cannot aim at the place of another name.
/// </remarks>
internal sealed class NameCache
{
    private const int Places = 1024;
    private const int LongestKept = 128;

    private readonly SipHash _hash = SipHash.Random();
    private readonly string?[] _names = new string?[Places];

    /// <summary>The string of valid UTF-8 bytes.</summary>
    public string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKept)
            return Encoding.UTF8.GetString(name);
        ref var place = ref _names[_hash.Of(name) % Places];
        var kept = Volatile.Read(ref place);
        if (kept is not null && Ascii.Equals(name, kept))
            return kept;
        var made = Encoding.UTF8.GetString(name);
        Volatile.Write(ref place, made);
        return made;
    }
}
