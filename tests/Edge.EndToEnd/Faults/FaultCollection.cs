namespace Edge.EndToEnd.Faults;

/// <summary>Tests that need the machine for themselves: they load it, or measure what a process occupies.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection
{
    public const string Name = "faults, alone";
}
