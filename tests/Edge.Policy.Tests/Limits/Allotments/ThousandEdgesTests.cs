using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Allotments;
using Edge.Policy.Stores;
using Edge.Testing;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Policy.Tests.Limits.Allotments;

/// <summary>
/// A thousand Edges on one store: messages are late, overtake each other and are lost, Edges die. No limit is exceeded in any window. The
/// same seed gives the same history.
/// </summary>
public sealed class ThousandEdgesTests
{
    private const int Edges = 1000;
    private const int Calls = 20_000;
    private const int Max = 3000;
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(LimitAlgorithm.Fixed, 0, 1)]
    [InlineData(LimitAlgorithm.Fixed, 0.05, 2)]
    [InlineData(LimitAlgorithm.Fixed, 0.05, 3)]
    [InlineData(LimitAlgorithm.Fixed, 0.5, 4)]
    [InlineData(LimitAlgorithm.Sliding, 0, 5)]
    [InlineData(LimitAlgorithm.TokenBucket, 0, 6)]
    public async Task No_limit_is_ever_exceeded(LimitAlgorithm algorithm, double allotment, int seed)
    {
        // A thread of its own: what awaits goes on where the answer arrives.
        var (passed, arrived, lost) =
            await Task.Run(() => Simulate(algorithm, (decimal)allotment, seed), TestContext.Current.CancellationToken);

        Assert.True(lost > 50, $"{lost} messages were lost");
        Assert.True(passed.Count > Max / 4, $"{passed.Count} calls passed");
        var most = algorithm == LimitAlgorithm.TokenBucket ? 2 * Max : Max;
        Assert.All(MostInWindows(algorithm, passed), count => Assert.InRange(count, 0, most));
        // An answer is under way for half a second at most; nothing that was allotted is used later than its window.
        if (algorithm == LimitAlgorithm.Fixed)
            Assert.All(passed, call => Assert.True(call.At <= call.Window + TimeSpan.FromSeconds(0.5)));
        if (allotment > 0)
            Assert.True(arrived < Calls, $"{arrived} messages for {Calls} calls");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_history()
    {
        var histories = new List<List<Passed>>();
        for (var i = 0; i < 2; i++)
            histories.Add((await Task.Run(() => Simulate(LimitAlgorithm.Fixed, 0.05m, 7), TestContext.Current.CancellationToken)).All);

        Assert.Equal(histories[0], histories[1]);
    }

    private static (List<Passed> All, int Arrived, int Lost) Simulate(LimitAlgorithm algorithm, decimal allotment, int seed)
    {
        var clock = new ManualTimeProvider();
        using var store = new MemoryLimitStore(clock);
        var network = new Network(store, clock, seed);
        var edges = Enumerable.Range(0, Edges).Select(_ => new CallLimiter(new AllottedLimitStore(network.Way(), clock))).ToArray();
        var limit = Limit(algorithm, allotment);
        var passed = new List<Passed>();
        for (var i = 0; i < Calls; i++)
        {
            // A tenth of the Edges have most of the calls.
            var edge = network.Dice.Share() < 0.9 ? network.Dice.Next(Edges / 10) : network.Dice.Next(Edges);
            network.After(s_length * network.Dice.Share(), () => _ = CallAsync(edges, edge, limit, network, clock, passed));
        }

        // Some Edges stop in between, some die: others have their calls.
        for (var i = 0; i < Edges / 20; i++)
        {
            var (edge, dies) = (network.Dice.Next(Edges), i % 2 == 0);
            network.After(s_length * network.Dice.Share(), () =>
            {
                var before = edges[edge];
                edges[edge] = new CallLimiter(new AllottedLimitStore(network.Way(), clock));
                if (!dies)
                    before.Dispose();
            });
        }

        network.Run();
        return (passed, network.Arrived, network.Lost);
    }

    private static async Task CallAsync(
        CallLimiter[] edges, int edge, CompiledLimit limit, Network network, ManualTimeProvider clock, List<Passed> passed)
    {
        try
        {
            var lease = (CallLease)await edges[edge].AcquireAsync(LimiterFixture.Call((limit, "key", 1)));
            if (!lease.IsAcquired)
                return;
            var at = clock.GetUtcNow();
            // A few servers are not reached: those calls do not count.
            if (network.Dice.Share() < 0.02)
                network.After(TimeSpan.FromMilliseconds(5), lease.GiveBack);
            else
                passed.Add(new Passed(at, lease.Tightest!.Value.ResetAt!.Value));
        }
        catch (StoreUnavailableException)
        {
            // Denied.
        }
    }

    private static CompiledLimit Limit(LimitAlgorithm algorithm, decimal allotment) => new()
    {
        Counter = "counter",
        Rule = "/tools/t/limits/0",
        Algorithm = algorithm,
        Window = LimitOf.Minute,
        Max = Max,
        Capacity = Max,
        Linger = TimeSpan.Zero,
        Message = "at most so many",
        Shadow = false,
        Allotment = allotment,
    };

    // How many passed in each window; in any window of which the time of answers is left out, where windows have no place of their own.
    private static IEnumerable<int> MostInWindows(LimitAlgorithm algorithm, List<Passed> passed)
    {
        if (algorithm == LimitAlgorithm.Fixed)
            return passed.GroupBy(call => call.Window).Select(window => window.Count());
        passed.Sort((a, b) => a.At.CompareTo(b.At));
        var length = LimitOf.Minute - TimeSpan.FromSeconds(1);
        return passed.Select((from, i) => passed.Skip(i).TakeWhile(call => call.At - from.At < length).Count())
            .Where((_, i) => i % 97 == 0);
    }

    // A call that passed, and when its window ends.
    private readonly record struct Passed(DateTimeOffset At, DateTimeOffset Window);
}
