using System.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// A leaf that asks whether an object has a member of one exact name (<c>keys()</c>, <c>contains</c>): each name of the object is looked
/// at once for all of them.
/// </summary>
/// <param name="name">The name that is asked for.</param>
/// <param name="every">Whether all of several objects have to have it; otherwise any.</param>
internal sealed class NameTerminal(string name, bool every) : PathSlot
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);

    /// <inheritdoc/>
    public override ConditionValue Decisive => every ? ConditionValue.False : ConditionValue.True;

    /// <summary>The name that is asked for, in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>The index in <see cref="EvaluationFrame.Found"/>. Set once, when its tree is built.</summary>
    public int Index { get; set; }

    /// <summary>Says whether <paramref name="name"/> is the name that is asked for.</summary>
    public bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual(_utf8);
}
