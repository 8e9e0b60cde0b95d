using System.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// A leaf that asks whether an object has a member of one exact name (<c>keys()</c>, <c>contains</c>): each name of the object is looked
/// at once for all of them.
/// </summary>
internal sealed class NameTerminal(string name) : PathSlot
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);

    /// <summary>The name that is asked for, in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>The index in <see cref="EvaluationFrame.Found"/>. Set once, when its tree is built.</summary>
    public int Index { get; set; }

    /// <summary>Says whether <paramref name="name"/> is the name that is asked for.</summary>
    public bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual(_utf8);
}
