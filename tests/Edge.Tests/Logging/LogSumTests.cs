using Edge.Gateway.Logging;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Logging;

public sealed class LogSumTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void The_first_event_is_logged_at_once_and_the_rest_as_one_sum_with_the_last_facts()
    {
        using var sum = Sum();
        sum.Add("here", "a");
        Assert.Equal(["here a"], _lines);
        sum.Add("here", "b");
        sum.Add("here", "c");
        Assert.Single(_lines);

        _clock.Advance(Interval);
        Assert.Equal(["here a", "here c (2 times in 10 s)"], _lines);
    }

    [Fact]
    public void While_it_goes_on_there_is_one_line_an_interval_and_after_a_quiet_one_the_next_is_news()
    {
        using var sum = Sum();
        for (var second = 0; second < 30; second++)
        {
            sum.Add("here", "a");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["here a", "here a (9 times in 10 s)", "here a (10 times in 10 s)", "here a (10 times in 10 s)"], _lines);
        _clock.Advance(2 * Interval);
        Assert.Equal(0, sum.Places);
        sum.Add("here", "again");
        Assert.Equal("here again", _lines[^1]);
        Assert.Equal(5, _lines.Count);
    }

    [Fact]
    public void Places_are_told_apart()
    {
        using var sum = Sum();
        sum.Add("here", "a");
        sum.Add("there", "b");
        Assert.Equal(["here a", "there b"], _lines);
    }

    [Fact]
    public void As_many_lines_as_may_come_are_logged_one_by_one()
    {
        using var sum = Sum(new LogSumOptions(Interval, Burst: 3));
        for (var i = 0; i < 10; i++)
            sum.Add("here", $"{i}");
        Assert.Equal(["here 0", "here 1", "here 2"], _lines);
        _clock.Advance(Interval);
        Assert.Equal("here 9 (7 times in 10 s)", _lines[^1]);
    }

    [Fact]
    public void Memory_and_lines_are_bounded_however_many_places_there_are()
    {
        using var sum = Sum(new LogSumOptions(Interval, Places: 4));
        for (var i = 0; i < 100_000; i++)
            sum.Add($"place {i}", "a");
        Assert.Equal(5, sum.Places);
        Assert.Equal(5, _lines.Count);
        _clock.Advance(Interval);
        Assert.Equal(6, _lines.Count);
        Assert.Equal("place 99999 a (99995 times in 10 s, here and elsewhere)", _lines[^1]);
    }

    [Fact]
    public void What_waits_is_logged_at_the_end_once()
    {
        var sum = Sum();
        sum.Add("here", "a");
        sum.Add("here", "b");
        _clock.Advance(TimeSpan.FromSeconds(3));
        sum.Dispose();
        sum.Dispose();
        Assert.Equal(["here a", "here b (1 time in 3 s)"], _lines);
        _clock.Advance(10 * Interval);
        Assert.Equal(2, _lines.Count);
    }

    private LogSum<string, string> Sum(LogSumOptions? options = null) =>
        new(_clock, options ?? new LogSumOptions(Interval), (place, facts, times) => _lines.Add($"{place} {facts}{times}"));
}
