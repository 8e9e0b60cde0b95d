namespace Edge.Fuzz.Generation;

/// <summary>Cuts bytes into segments: a few, many, one each, and empty ones.</summary>
internal static class Cuts
{
    private const int MostSingleBytes = 2048;

    /// <summary>Where the pieces end, in order; the last one is the end of the bytes.</summary>
    public static List<int> Of(SplitMix dice, int length)
    {
        var ends = new List<int>();
        var step = dice.Below(4) switch { 0 when length <= MostSingleBytes => 1, 1 => 2 + dice.Below(16), _ => 0 };
        if (step > 0 && length / step < MostSingleBytes)
        {
            for (var end = step; end < length; end += step)
                ends.Add(end);
        }
        else
        {
            for (var left = 1 + dice.Below(4); left > 0; left--)
                ends.Add(dice.Below(length + 1));
            ends.Sort();
        }

        ends.Add(length);
        return ends;
    }
}
