using System.Globalization;
using Edge.Policy.Calls;
using Edge.Policy.Limits;
using Edge.Testing.Limits;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>Over any history of calls, ends and waits a store answers as memory does.</summary>
public abstract class EquivalenceContract(LimiterFixture limits, int digits) : IDisposable
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(32);

    private int _histories;

    public void Dispose()
    {
        limits.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Fixed() => Check(LimitOf.Fixed(10, s_window));

    [Fact]
    public void Sliding() => Check(LimitOf.Sliding(10, s_window));

    [Fact]
    public void Concurrency() => Check(LimitOf.Concurrency(10, s_window));

    [Theory]
    [InlineData(10, 10)]
    [InlineData(7, 12.5)]
    [InlineData(0.3, 10)]
    public void Token_bucket(double max, double burst) => Check(LimitOf.TokenBucket((decimal)max, s_window, (decimal)burst));

    private void Check(CompiledLimit limit)
    {
        using var memory = new CallLimiter(new MemoryLimitStore(limits.Clock));
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(50).WithEndSize(60),
            Prop.ForAll(LimitHistory.Over(s_window, limits.Step), steps => Run(limit, memory, steps)));
    }

    private void Run(CompiledLimit limit, CallLimiter memory, IReadOnlyList<LimitStep> steps)
    {
        var key = (++_histories).ToString(CultureInfo.InvariantCulture);
        var open = new List<(CallLease Memory, CallLease Database)>();
        foreach (var (kind, after, cost, which) in steps)
        {
            limits.Clock.Advance(after);
            // Tells the database the time, by which an end goes as well.
            var limiter = limits.Limiter;
            if (kind == LimitStepKind.Take)
            {
                var leases =
                    ((CallLease)memory.AttemptAcquire(LimiterFixture.Call((limit, key, cost))),
                    (CallLease)limiter.AttemptAcquire(LimiterFixture.Call((limit, key, cost))));
                Assert.Equal(Said(leases.Item1), Said(leases.Item2));
                if (leases.Item1.IsAcquired)
                    open.Add(leases);
            }
            else if (open.Count > 0)
            {
                var (one, other) = open[which % open.Count];
                open.RemoveAt(which % open.Count);
                Action<CallLease> end = kind switch
                {
                    LimitStepKind.GiveBack => lease => lease.GiveBack(),
                    LimitStepKind.Leave => lease => lease.Linger(),
                    _ => lease => lease.Dispose(),
                };
                end(one);
                end(other);
            }
        }

        foreach (var (one, other) in open)
        {
            one.Dispose();
            other.Dispose();
        }
    }

    // Numbers that no decimal can write end differently in their last digits.
    private (LimitState State, decimal Remaining, TimeSpan? RetryAfter) Said(CallLease lease)
    {
        var status = lease.Statuses[0];
        var step = limits.Step.Ticks;
        return (status.State, decimal.Round(status.Remaining, digits),
            status.RetryAfter is { } wait ? new TimeSpan((wait.Ticks + step - 1) / step * step) : null);
    }
}
