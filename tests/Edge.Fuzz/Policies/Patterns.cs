using System.Globalization;
using Edge.Fuzz.Generation;

namespace Edge.Fuzz.Policies;

/// <summary>Makes patterns, among them those that other engines never finish.</summary>
internal static class Patterns
{
    private static readonly string[] Atoms =
        ["a", "b", "c", ".", "[ab]", "[^a]", "[a-z0-9-]", "\\.", "\\w", "\\d", "\\s", "-", "(?:a|b)", "(a|ab|b)", "\\p{L}", "\u00E9",
        "\\x61", "\\n"];

    private static readonly string[] Broken = ["(", ")", "[", "]", "{", "\\", "*", "(?", "(?=a)", "(?<!a)", "\\1", "(?>a)", "\\Z", "{2,1}",
        "a{1001}", "[z-a]", "(?m)", "[[:alpha:]]"];

    public static string Make(SplitMix dice)
    {
        var pattern = Part(dice, 3);
        if (dice.OneIn(12))
            pattern = pattern.Insert(dice.Below(pattern.Length + 1), dice.Of(Broken));
        return dice.Of("", "", "^", "(?i)", "(?s)") + pattern + dice.Of("", "", "$", "\\z", "c");
    }

    private static string Part(SplitMix dice, int depth)
    {
        var text = "";
        for (var left = 1 + dice.Below(3); left > 0; left--)
        {
            var atom = depth > 0 && dice.OneIn(3)
                ? $"({dice.Of("", "?:")}{Part(dice, depth - 1)}{(dice.OneIn(4) ? "|" + Part(dice, depth - 1) : "")})" : dice.Of(Atoms);
            text += atom + Repeat(dice);
        }

        return text;
    }

    private static string Repeat(SplitMix dice)
    {
        var (low, high) = (dice.Below(3), dice.Of(3, 10, 63, 200));
        return dice.Below(9) switch
        {
            0 => "*",
            1 => "+",
            2 => "?",
            3 => "+?",
            4 => string.Create(CultureInfo.InvariantCulture, $"{{{low},{high}}}"),
            5 => string.Create(CultureInfo.InvariantCulture, $"{{{low + 1}}}"),
            6 => string.Create(CultureInfo.InvariantCulture, $"{{{low},}}"),
            _ => "",
        };
    }
}
