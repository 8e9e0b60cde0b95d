using System.Text.Json;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Running;
using Edge.Mcp.Responses;

namespace Edge.Fuzz.Responses;

/// <summary>
/// Answers with lists: nothing throws, no reader finds a hidden name in what Edge lets out, the cutting of the bytes does not matter, and
/// where everything may be shown nothing is changed.
/// </summary>
internal abstract class ResponseTarget(ulong seed) : FuzzTarget(seed)
{
    private const string Same = "ok";

    public override int Share => 10;

    /// <summary>The letter by which readers are asked for names, and the one for whether two are the same.</summary>
    protected abstract (char Names, char Same) Questions { get; }

    /// <summary>Judges one input without a run, for the corpus; what is wrong.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(byte[] input, SplitMix dice, Lane lane)
    {
        var tally = new Tally();
        await JudgeAsync([(0, input, dice)], lane, tally);
        return [.. tally.Findings.Select(finding => finding.What)];
    }

    /// <summary>What Edge lets out; null for nothing.</summary>
    public abstract byte[]? Filter(byte[] input, IReadOnlyList<int> ends, ListFilter filter);

    protected abstract byte[] Make(SplitMix dice);

    protected abstract IEnumerable<string> NamesIn(byte[] output);

    protected override Task JudgeAsync(long first, int count, Lane lane, Tally tally)
    {
        var inputs = new List<(long, byte[], SplitMix)>(count);
        for (var index = first; index < first + count; index++)
        {
            var dice = Dice(index);
            inputs.Add((index, Make(dice), dice));
        }

        return JudgeAsync(inputs, lane, tally);
    }

    private async Task JudgeAsync(IReadOnlyList<(long Index, byte[] Input, SplitMix Dice)> inputs, Lane lane, Tally tally)
    {
        var shown = new List<(long Index, byte[] Input, byte[] Output)>();
        var unchanged = new List<(long Index, byte[] Input, byte[] Pair)>();
        foreach (var (index, input, dice) in inputs)
        {
            try
            {
                if (Show(index, input, dice, tally) is { } output)
                    shown.Add((index, input, output));
                if (ShowEverything(input, dice) is { } everything)
                    unchanged.Add((index, input, Frames.Join(input, everything)));
            }
            catch (Exception error)
            {
                tally.Add(new Finding(Name, index, $"the filter threw: {error}", input));
            }
        }

        tally.Count($"{Name}: accepted", shown.Count);
        tally.Count($"{Name}: shown in full", unchanged.Count);
        foreach (var (index, input, output) in shown)
            Report(index, input, "System.Text.Json", NamesIn(output), tally);
        foreach (var (language, answers) in await lane.AskAllAsync(Questions.Names, shown.ConvertAll(item => item.Output)))
        {
            for (var i = 0; i < answers.Length; i++)
                Report(shown[i].Index, shown[i].Input, language, Names(answers[i]), tally);
        }

        var same = unchanged.Count == 0 ? [] : await lane.Node.AskAsync(Questions.Same, unchanged.ConvertAll(item => item.Pair));
        for (var i = 0; i < same.Length; i++)
        {
            if (same[i] != Same)
                tally.Add(new Finding(Name, unchanged[i].Index, $"what may be shown in full is changed: {same[i]}", unchanged[i].Input));
        }
    }

    private static string[] Names(string answer) =>
        answer.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(answer) ?? [] : ["hidden, as far as is known: " + answer];

    private byte[]? Show(long index, byte[] input, SplitMix dice, Tally tally)
    {
        var filter = new ListFilter(new ListFilterOptions
        {
            Predicate = new NoHidden(),
            IsListExpected = dice.OneIn(2),
            DependsOnCaller = dice.OneIn(2),
            MaxTtlMs = 1000,
        });
        var whole = Filter(input, [input.Length], filter);
        var totals = filter.Totals;
        if (totals.Withheld > 0)
            tally.Count($"{Name}: withheld, {totals.LastReason}");
        if (totals.Dropped > 0)
            tally.Count($"{Name}: entries hidden");
        var cut = Filter(input, Cuts.Of(dice, input.Length), new ListFilter(filter.Options));
        if (!(whole ?? []).AsSpan().SequenceEqual(cut ?? []))
            tally.Add(new Finding(Name, index, "what is let out depends on how the bytes came", input));

        // With little held back, what goes on may be broken off: its form depends on the pieces, what is hidden does not.
        var early = new ListFilter(filter.Options with { IsListExpected = false, MaxHeldBytes = dice.Of(1, 8, 40) });
        var sent = Filter(input, Cuts.Of(dice, input.Length), early) ?? [];
        Report(index, input, "of what is held back briefly, System.Text.Json", NamesIn(sent), tally);
        return whole;
    }

    // Null where something may not be read, is withheld or is no entry: then it may well change.
    private byte[]? ShowEverything(byte[] input, SplitMix dice)
    {
        var filter = new ListFilter(new ListFilterOptions { Predicate = new Everything(), IsListExpected = dice.OneIn(2) });
        var output = Filter(input, Cuts.Of(dice, input.Length), filter);
        return filter.Totals is { Withheld: 0, Invalid: 0 } ? output : null;
    }

    private void Report(long index, byte[] input, string language, IEnumerable<string> names, Tally tally)
    {
        foreach (var name in names.Where(NoHidden.IsHidden))
            tally.Add(new Finding(Name, index, $"{language} reads the hidden {name}", input));
    }
}
