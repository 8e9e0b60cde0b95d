using Edge.EndToEnd.Faults;

namespace Edge.EndToEnd.Soak;

/// <summary>What Edge occupied at one moment of a soak.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Figures">As the system tells it.</param>
/// <param name="HeapBytes">The managed heap after its last collection.</param>
/// <param name="Operations">How much was done by then.</param>
internal sealed record SoakSample(TimeSpan At, ProcessFigures Figures, long HeapBytes, int Operations)
{
    public override string ToString() =>
        $"{At:hh\\:mm\\:ss}  {Operations,8} operations  {Figures.ResidentBytes / ProcessFigures.MiB,5} MiB resident "
        + $" {HeapBytes / ProcessFigures.MiB,4} MiB heap  " +
        $"{Figures.Handles,4} handles  {Figures.Sockets,4} sockets  {Figures.Threads,3} threads";
}
