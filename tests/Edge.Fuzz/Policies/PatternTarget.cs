using System.Text;
using System.Text.RegularExpressions;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Running;
using Edge.Policy.Matching;

namespace Edge.Fuzz.Policies;

/// <summary>
/// Regular expressions of policies: none throws, each matches what the framework's engine matches, and a search takes no more steps than
/// the expression has for each character, however the text was chosen.
/// </summary>
internal sealed class PatternTarget(ulong seed) : FuzzTarget(seed)
{
    private const int ShortText = 12;
    private const int LongText = 1500;

    public override string Name => "patterns";

    public override int Share => 100;

    public override int BatchSize => 50;

    /// <summary>What is wrong with a pattern, or null; and whether it makes an expression.</summary>
    public static string? Check(string pattern, SplitMix dice, out bool isMade)
    {
        isMade = PolicyRegex.TryCreate(pattern, out var regex, out var fault);
        if (regex is null)
            return fault is { Problem.Length: > 0 } ? null : "it is refused without a word";
        var text = Text(dice, dice.Below(ShortText));
        if (RegexTranslation.TryTranslate(pattern, out var translated, out _)
            && new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch(text) != regex.IsMatch(text))
            return $"the framework reads it otherwise: '{text}'";
        var attack = string.Concat(Enumerable.Repeat(Text(dice, 1 + dice.Below(4)), LongText))[..LongText];
        regex.IsMatch(attack, out var work);
        return work <= (attack.Length + 1L) * regex.Steps ? null : $"a search takes {work} steps";
    }

    protected override Task JudgeAsync(long first, int count, Lane lane, Tally tally)
    {
        for (var index = first; index < first + count; index++)
        {
            var dice = Dice(index);
            var pattern = Patterns.Make(dice);
            try
            {
                if (Check(pattern, dice, out var isMade) is { } wrong)
                    tally.Add(new Finding(Name, index, wrong, Encoding.UTF8.GetBytes(pattern)));
                tally.Count($"{Name}: {(isMade ? "accepted" : "refused")}");
            }
            catch (Exception error)
            {
                tally.Add(new Finding(Name, index, $"it threw: {error}", Encoding.UTF8.GetBytes(pattern)));
            }
        }

        return Task.CompletedTask;
    }

    private static string Text(SplitMix dice, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => dice.Of('a', 'a', 'b', 'b', 'c', '.', '-', '7', '\n', '\u00E9')));
}
