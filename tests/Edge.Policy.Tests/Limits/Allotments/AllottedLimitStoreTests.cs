using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Allotments;
using Edge.Testing;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Policy.Tests.Limits.Allotments;

/// <summary>Edges that take parts of a count in advance.</summary>
public sealed class AllottedLimitStoreTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryLimitStore _memory;
    private readonly CountedStore _store;
    private readonly List<CallLimiter> _edges = [];

    public AllottedLimitStoreTests()
    {
        _memory = new MemoryLimitStore(_clock);
        _store = new CountedStore(_memory);
    }

    public void Dispose()
    {
        _edges.ForEach(edge => edge.Dispose());
        _memory.Dispose();
    }

    [Fact]
    public void Most_calls_do_not_ask_the_store()
    {
        var edge = Edge();

        for (var i = 0; i < 500; i++)
            Assert.True(Acquire(edge, Limit(10_000, "5%")).IsAcquired);

        Assert.InRange(_store.Asked, 2, 6);
    }

    [Fact]
    public void Without_an_allotment_each_call_asks()
    {
        var edge = Edge();
        for (var i = 0; i < 10; i++)
            Acquire(edge, Limit(1000, "0%"));

        Assert.Equal(10, _store.Asked);
    }

    [Theory]
    [InlineData("1%")]
    [InlineData("5%")]
    [InlineData("50%")]
    public void Never_more_than_the_maximum_passes_and_when_the_rest_has_returned_all_of_it(string allotment)
    {
        var edges = Enumerable.Range(0, 7).Select(_ => Edge()).ToArray();
        var limit = Limit(1000, allotment, TimeSpan.FromDays(1));
        var passed = 0;
        for (var i = 0; i < 3000; i++)
            passed += Acquire(edges[i * i % 7], limit).IsAcquired ? 1 : 0;
        Assert.InRange(passed, 1, 1000);

        // What was not used returns, and others have it.
        for (var round = 0; round < 200 && passed < 1000; round++)
        {
            _clock.Advance(AllottedLimitStore.Longest);
            passed += Acquire(edges[round % 7], limit).IsAcquired ? 1 : 0;
        }

        Assert.Equal(1000, passed);
        Assert.False(Acquire(edges[0], limit).IsAcquired);
    }

    [Fact]
    public void What_is_not_used_returns_at_the_end_of_the_Edge()
    {
        var edge = Edge();
        Assert.True(Acquire(edge, Limit(100, "50%")).IsAcquired);
        Assert.Equal(50, Remaining());

        edge.Dispose();

        Assert.Equal(99, Remaining());
    }

    [Fact]
    public void Nothing_is_used_in_the_next_window()
    {
        var (edge, limit) = (Edge(), Limit(100, "50%", TimeSpan.FromSeconds(5)));
        Assert.True(Acquire(edge, limit).IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var passed = 0;
        while (Acquire(edge, limit).IsAcquired)
            passed++;

        Assert.InRange(passed, 1, 100);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(Acquire(edge, limit).IsAcquired);
    }

    [Fact]
    public void A_call_that_reached_no_server_gives_back_to_what_is_here()
    {
        var (edge, limit) = (Edge(), Limit(100, "10%"));
        Acquire(edge, limit);
        var asked = _store.Asked;

        for (var i = 0; i < 50; i++)
            Acquire(edge, limit).GiveBack();

        Assert.Equal(asked, _store.Asked);
        edge.Dispose();
        Assert.Equal(99, Remaining());
    }

    [Fact]
    public void A_call_with_another_limit_asks_for_both_and_takes_both_or_none()
    {
        var edge = Edge();
        var (allotted, plain) = (Limit(100, "50%"), LimitOf.Fixed(1));
        Acquire(edge, allotted);
        var asked = _store.Asked;

        Assert.True(Acquire(edge, (allotted, "key", 1), (plain, "plain", 1)).IsAcquired);
        Assert.False(Acquire(edge, (allotted, "key", 1), (plain, "plain", 1)).IsAcquired);

        Assert.Equal(asked + 2, _store.Asked);
        edge.Dispose();
        Assert.Equal(98, Remaining());
    }

    [Fact]
    public void The_caller_is_told_what_is_left()
    {
        var edge = Edge();
        for (var i = 1; i <= 20; i++)
        {
            var status = Acquire(edge, Limit(100, "20%")).Tightest!.Value;
            Assert.Equal((100 - i, LimitState.Within), (status.Remaining, status.State));
            Assert.InRange(status.ResetAfter!.Value, TimeSpan.FromTicks(1), LimitOf.Minute);
        }
    }

    private CallLimiter Edge()
    {
        _edges.Add(new CallLimiter(new AllottedLimitStore(_store, _clock)));
        return _edges[^1];
    }

    private static CompiledLimit Limit(decimal max, string allotment, TimeSpan? window = null) => new()
    {
        Counter = "counter",
        Rule = "/tools/t/limits/0",
        Algorithm = LimitAlgorithm.Fixed,
        Window = window ?? LimitOf.Minute,
        Max = max,
        Capacity = max,
        Linger = TimeSpan.Zero,
        Message = "at most so many",
        Shadow = false,
        Allotment = decimal.Parse(allotment.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture) / 100,
    };

    private static CallLease Acquire(CallLimiter edge, CompiledLimit limit) => Acquire(edge, (limit, "key", 1));

    private static CallLease Acquire(CallLimiter edge, params ReadOnlySpan<(CompiledLimit Limit, string Key, decimal Cost)> charges) =>
        (CallLease)edge.AttemptAcquire(LimiterFixture.Call(charges));

    private decimal Remaining()
    {
        var reservation = Reservation.Of(LimiterFixture.Call((Limit(100, "0%"), "key", 0)).Charges);
        Assert.True(_memory.LookAsync(reservation, CancellationToken.None).AsTask().IsCompletedSuccessfully);
        return reservation.Statuses[0].Remaining;
    }
}
