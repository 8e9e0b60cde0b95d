using Edge.Policy.Calls;
using Edge.Policy.Limits;
using Edge.Testing.Limits;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Limits;

/// <summary>Each algorithm against <see cref="LimitModel"/>, over any history of calls, ends and waits.</summary>
public sealed class LimitProperties
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(32);

    [Fact]
    public void Fixed_is_its_model() => Check(LimitOf.Fixed(10, s_window), Exact);

    [Fact]
    public void Sliding_is_its_model() => Check(LimitOf.Sliding(10, s_window), Exact);

    [Fact]
    public void Concurrency_is_its_model() => Check(LimitOf.Concurrency(10, s_window), Exact);

    [Theory]
    [InlineData(10, 10)]
    [InlineData(7, 12.5)]
    [InlineData(0.3, 10)]
    [InlineData(1000, 10)]
    public void A_token_bucket_is_its_model_and_gives_back_no_more_than_it_may(double max, double burst) =>
        Check(LimitOf.TokenBucket((decimal)max, s_window, (decimal)burst), (model, now, cost, passed) =>
        {
            var room = model.HasRoom(now, cost);
            return passed == room || (!passed && model.GaveBack);
        });

    [Fact]
    public void Sliding_lets_no_more_than_the_maximum_through_in_any_window_and_at_most_3_percent_fewer() =>
        Check(LimitOf.Sliding(10, s_window), (model, now, cost, passed) =>
        {
            // What passes does not exceed the maximum in the window that ends now, both ends counted; what is refused would exceed it in a
            // window that is a 32nd longer.
            var window = s_window.Ticks;
            var before = model.All.Where(t => now - t.At <= window).Sum(t => t.Cost);
            var longer = model.All.Where(t => now - t.At < window + window / 32).Sum(t => t.Cost);
            return passed ? cost == 0 || before + cost <= 10 : longer + cost > 10;
        });

    [Fact]
    public void A_steady_flood_gets_at_least_97_percent_of_a_sliding_maximum()
    {
        using var limits = new MemoryLimiterFixture();
        var limit = LimitOf.Sliding(1000, s_window);
        var passed = 0;
        const int Windows = 33;
        for (var i = 0; i < Windows * 320; i++)
        {
            limits.Clock.Advance(s_window / 320);
            while (limits.Acquire(limit).IsAcquired)
                passed++;
        }

        Assert.InRange(passed, Windows * 1000 * 0.969, Windows * 1000);
    }

    private static bool Exact(LimitModel model, long now, decimal cost, bool passed) => passed == model.HasRoom(now, cost);

    private static void Check(CompiledLimit limit, Func<LimitModel, long, decimal, bool, bool> agrees) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(120),
            Prop.ForAll(LimitHistory.Over(s_window, new TimeSpan(1)), steps => Run(limit, steps, agrees)));

    private static void Run(
        CompiledLimit limit,
        IReadOnlyList<LimitStep> steps,
        Func<LimitModel, long, decimal, bool, bool> agrees)
    {
        using var limits = new MemoryLimiterFixture();
        var model = new LimitModel(limit);
        var open = new List<(CallLease Lease, LimitModel.Taken Taken)>();
        foreach (var (kind, after, cost, which) in steps)
        {
            limits.Clock.Advance(after);
            var now = (limits.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
            if (kind == LimitStepKind.Take)
            {
                var lease = limits.Acquire(limit, cost);
                Assert.True(
                    agrees(model, now, cost, lease.IsAcquired),
                    $"{cost} at {now % (100 * s_window.Ticks)}, passed: {lease.IsAcquired}, "
                        + $"taken: {string.Join(", ", model.All.Select(t => $"{t.Cost} at {t.At % (100 * s_window.Ticks)}"))}, gave "
                        + $"back: {model.GaveBack}");
                if (lease.IsAcquired && cost != 0)
                    open.Add((lease, model.Take(now, cost)));
            }
            else if (open.Count > 0)
            {
                var (lease, taken) = open[which % open.Count];
                open.RemoveAt(which % open.Count);
                if (kind == LimitStepKind.GiveBack)
                {
                    lease.GiveBack();
                    model.GiveBack(taken);
                }
                else if (kind == LimitStepKind.Complete)
                {
                    lease.Dispose();
                    taken.Until = now;
                }
                else
                {
                    lease.Linger();
                    taken.Until = now + limit.Linger.Ticks;
                }
            }
        }
    }
}
