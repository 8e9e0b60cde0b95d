using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;

namespace Edge.Fuzz.Running;

/// <summary>Something that is fuzzed. The same seed and number make the same input. Thread-safe.</summary>
internal abstract class FuzzTarget(ulong seed)
{
    public abstract string Name { get; }

    /// <summary>Of how many inputs of the requests one is of this target.</summary>
    public abstract int Share { get; }

    /// <summary>How many inputs go to the readers at a time.</summary>
    public virtual int BatchSize => 250;

    /// <summary>Makes and judges the inputs from <paramref name="first"/> on.</summary>
    public async Task RunAsync(long first, int count, Lane lane, Tally tally)
    {
        await JudgeAsync(first, count, lane, tally);
        tally.AddInputs(count);
        tally.Count($"{Name}: inputs", count);
    }

    protected abstract Task JudgeAsync(long first, int count, Lane lane, Tally tally);

    protected SplitMix Dice(long index) => SplitMix.For(seed, Name, index);
}
