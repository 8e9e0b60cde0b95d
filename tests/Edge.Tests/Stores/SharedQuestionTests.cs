using Edge.Stores.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

public sealed class SharedQuestionTests
{
    private readonly List<TaskCompletionSource<int>> _asked = [];

    [Fact]
    public async Task Who_asks_while_a_question_is_under_way_waits_for_one_that_begins_afterwards()
    {
        var question = Question();
        var first = question.AskAsync();
        var (second, third) = (question.AskAsync(), question.AskAsync());
        Assert.Single(_asked);

        _asked[0].SetResult(1);
        Assert.Equal(1, await first);
        await Edge.Testing.Deadline.Until(() => _asked.Count == 2, "the second question");
        var fourth = question.AskAsync();
        _asked[1].SetResult(2);

        Assert.Equal((2, 2), (await second, await third));
        await Edge.Testing.Deadline.Until(() => _asked.Count == 3, "the third question");
        _asked[2].SetResult(3);
        Assert.Equal(3, await fourth);
    }

    [Fact]
    public async Task A_question_that_fails_fails_for_those_who_asked_it_and_nobody_else()
    {
        var question = Question();
        var first = question.AskAsync();
        var second = question.AskAsync();

        _asked[0].SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Edge.Testing.Deadline.Until(() => _asked.Count == 2, "the second question");
        _asked[1].SetResult(2);

        Assert.Equal(2, await second);
    }

    private SharedQuestion<int> Question() => new(() =>
    {
        var asked = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked)
            _asked.Add(asked);
        return asked.Task;
    });
}
