using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Edge.Fuzz.Running;

/// <summary>What the command line asks for.</summary>
internal sealed record FuzzOptions(ulong Seed, long Count)
{
    public const string Usage = "usage: fuzz [--seed N] [--count N], or fuzz expect FILE...";

    private const ulong DefaultSeed = 20_261_120;
    private const long DefaultCount = 1_000_000;

    /// <summary>Reads the arguments; false if there is one that is unknown or has no number.</summary>
    public static bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(true)] out FuzzOptions? options)
    {
        options = null;
        var read = new FuzzOptions(DefaultSeed, DefaultCount);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count
                || !ulong.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            switch (arguments[i])
            {
                case "--seed":
                    read = read with { Seed = number };
                    break;
                case "--count" when number is > 0 and <= int.MaxValue:
                    read = read with { Count = (long)number };
                    break;
                default:
                    return false;
            }
        }

        options = read;
        return true;
    }
}
