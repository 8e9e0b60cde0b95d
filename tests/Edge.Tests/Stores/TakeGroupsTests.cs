using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Stores.Postgres;
using Edge.Testing;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>Which takes go to the database together, and when.</summary>
public sealed class TakeGroupsTests
{
    private readonly List<(IReadOnlyList<QueuedTake> Group, TaskCompletionSource Done)> _sent = [];
    private readonly ManualTimeProvider _clock = new();
    private readonly TakeGroups _groups;
    private long _permit;

    public TakeGroupsTests() => _groups = new TakeGroups(SendAsync, TimeSpan.FromSeconds(3), _clock);

    [Fact]
    public void Nobody_waits_while_nothing_is_under_way()
    {
        _ = TakeAsync("a");
        _ = TakeAsync("b");

        Assert.Equal([1, 1], Sizes());
    }

    [Fact]
    public async Task Who_comes_meanwhile_goes_next_and_together()
    {
        var first = TakeAsync("a");
        var others = Enumerable.Range(0, 100).Select(_ => TakeAsync("a")).ToArray();
        Assert.Equal([1], Sizes());

        await EndAsync(0, first);
        Assert.Equal([1, TakeGroups.AtOnce], Sizes());
        await EndAsync(1, others[..TakeGroups.AtOnce]);
        Assert.Equal([1, TakeGroups.AtOnce, 100 - TakeGroups.AtOnce], Sizes());
        await EndAsync(2, others);
        Assert.Equal(0, _groups.Waiting);
    }

    [Fact]
    public async Task What_waits_for_one_count_is_passed_by_what_wants_others()
    {
        var first = TakeAsync("a");
        var both = TakeAsync("a", "b");
        // Behind the one that wants both: first come, first served.
        var second = TakeAsync("b");
        _ = TakeAsync("c");
        Assert.Equal([1, 1], Sizes());

        await EndAsync(0, first);

        Assert.Equal([1, 1, 2], Sizes());
        await EndAsync(2, both, second);
    }

    [Fact]
    public async Task Whose_turn_does_not_come_in_time_is_told_that_the_store_is_busy()
    {
        var first = TakeAsync("a");
        var late = TakeAsync("a");

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(StoreProblem.Busy, (await Assert.ThrowsAsync<StoreUnavailableException>(() => late)).Problem);
        Assert.Equal(0, _groups.Waiting);
        await EndAsync(0, first);
        Assert.Equal([1], Sizes());
    }

    [Fact]
    public async Task What_the_database_refuses_of_a_group_is_asked_one_by_one()
    {
        var first = TakeAsync("a");
        var (good, bad) = (TakeAsync("a"), TakeAsync("a"));
        await EndAsync(0, first);
        _sent[1].Done.SetException(Problem(StoreProblem.Refused));
        await Deadline.Until(() => _sent.Count == 3, "the first alone");
        await EndAsync(2, good);
        await Deadline.Until(() => _sent.Count == 4, "the second alone");
        _sent[3].Done.SetException(Problem(StoreProblem.Refused));

        Assert.Equal(StoreProblem.Refused, (await Assert.ThrowsAsync<StoreUnavailableException>(() => bad)).Problem);
    }

    [Fact]
    public async Task An_outage_is_one_for_the_whole_group_and_the_next_goes_on()
    {
        var first = TakeAsync("a");
        var (one, other) = (TakeAsync("a"), TakeAsync("a"));
        await EndAsync(0, first);
        _sent[1].Done.SetException(Problem(StoreProblem.Away));

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => one)).IsOutage);
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => other)).IsOutage);
        await Deadline.Until(() => !TakeAsync("a").IsFaulted && _sent.Count == 3, "the next");
    }

    private static StoreUnavailableException Problem(StoreProblem problem) => new("no answer") { Problem = problem };

    private int[] Sizes() => [.. _sent.Select(s => s.Group.Count)];

    private Task TakeAsync(params string[] keys)
    {
        var call = LimiterFixture.Call([.. keys.Select(key => (LimitOf.Fixed(1000), key, 1m))]);
        return _groups.TakeAsync(new Take(Reservation.Of(call.Charges), takes: true, ref _permit), "caller");
    }

    private async Task EndAsync(int index, params Task[] takes)
    {
        _sent[index].Done.SetResult();
        await Deadline.Within(Task.WhenAll(takes).ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default), "the takes");
    }

    private Task SendAsync(IReadOnlyList<QueuedTake> group)
    {
        var done = new TaskCompletionSource();
        _sent.Add((group, done));
        return done.Task;
    }
}
