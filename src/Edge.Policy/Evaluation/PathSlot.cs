namespace Edge.Policy.Evaluation;

/// <summary>Where something that reads the arguments finds what was seen at its path.</summary>
internal abstract class PathSlot
{
    /// <summary>The slot of what was seen. Set once, when its tree is built.</summary>
    public int Slot { get; set; }

    /// <summary>What, once it was seen of one of several values, no other value changes; nothing by default.</summary>
    public virtual ConditionValue Decisive => ConditionValue.None;

    /// <summary>
    /// Which members of the arguments have to be there, or nearly, for the slot to hold anything else than for <c>{}</c>. Set once, when
    /// its tree is built.
    /// </summary>
    public ulong Reads { get; set; } = Touched.Always;
}
