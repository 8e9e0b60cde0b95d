using System.Globalization;
using Edge.EndToEnd.Faults;

namespace Edge.EndToEnd.Soak;

/// <summary>The soak: short in <c>make test</c>, as long as somebody likes in <c>make soak MINUTES=10</c>.</summary>
[Collection(FaultCollection.Name)]
public sealed class SoakTests
{
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Mixed_traffic_leaves_nothing_behind_and_all_counts_agree()
    {
        if (Environment.GetEnvironmentVariable("EDGE_SOAK_MINUTES") is not { Length: > 0 } minutes)
        {
            await new SoakRun(Bounded, TestContext.Current.SendDiagnosticMessage).RunAsync();
            return;
        }

        if (!double.TryParse(minutes, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var length)
            || length is < 0.1 or > 100_000)
            throw new InvalidOperationException($"MINUTES: expected a number between 0.1 and 100000, found '{minutes}'");
        await new SoakRun(TimeSpan.FromMinutes(length), Console.Out.WriteLine).RunAsync();
    }

    [Fact]
    public void What_grows_is_named_and_what_goes_up_and_down_is_not()
    {
        Assert.Empty(SoakGrowth.Of(Samples(i => 100 + i % 7 * 20, i => 30 + i % 5)));
        Assert.Equal(["resident memory grew from 149 to 182 MiB"], SoakGrowth.Of(Samples(i => 100 + i, i => 30)));
        Assert.Equal(["handles grew from 79 to 112"], SoakGrowth.Of(Samples(_ => 100, i => 30 + i)));
    }

    private static List<SoakSample> Samples(Func<int, int> mebibytes, Func<int, int> handles) =>
    [
        .. Enumerable.Range(0, 99).Select(i => new SoakSample(
            TimeSpan.FromSeconds(10 * i), new ProcessFigures(mebibytes(i) * ProcessFigures.MiB, 0, 20, handles(i), 10),
                10 * ProcessFigures.MiB, i)),
    ];
}
