using System.Text;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Running;
using Edge.Policy.Documents;

namespace Edge.Fuzz.Policies;

/// <summary>Regular expressions of policies: none throws, and each is one of the engine that cannot run away.</summary>
internal sealed class PatternTarget(ulong seed) : FuzzTarget(seed)
{
    public override string Name => "patterns";

    public override int Share => 50;

    public override int BatchSize => 50;

    protected override Task JudgeAsync(long first, int count, Lane lane, Tally tally)
    {
        for (var index = first; index < first + count; index++)
        {
            var dice = Dice(index);
            var pattern = Patterns.Make(dice);
            try
            {
                var made = PolicyRegex.TryCreate(pattern, out var regex, out var fault);
                tally.Count($"{Name}: {(made ? "accepted" : "refused")}");
                if (made)
                    regex!.IsMatch(Text(dice));
                else if (fault!.Problem.Length == 0)
                    tally.Add(new Finding(Name, index, "a pattern is refused without a word", Encoding.UTF8.GetBytes(pattern)));
            }
            catch (Exception error)
            {
                tally.Add(new Finding(Name, index, $"a pattern threw: {error}", Encoding.UTF8.GetBytes(pattern)));
            }
        }

        return Task.CompletedTask;
    }

    private static string Text(SplitMix dice) => string.Concat(Enumerable.Range(0, dice.Below(40)).Select(_ => dice.Of('a', 'b', 'c', '.', '-', '7', '\n', '\u00E9')));
}
