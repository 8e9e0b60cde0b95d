using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Tests.Wire;

public sealed class LargeMessagesTests
{
    private const long Large = LargeMessages.SmallBytes + 1;

    [Fact]
    public async Task Small_messages_pass_while_large_ones_wait_in_turn()
    {
        using var messages = new LargeMessages(atOnce: 1);
        var first = await messages.EnterAsync(Large, CancellationToken.None);
        var second = messages.EnterAsync(Large, CancellationToken.None).AsTask();
        var small = messages.EnterAsync(LargeMessages.SmallBytes, CancellationToken.None);
        Assert.True(small.IsCompletedSuccessfully);
        (await small).Dispose();
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task A_caller_that_leaves_while_it_waits_holds_no_turn()
    {
        using var messages = new LargeMessages(atOnce: 1);
        var first = await messages.EnterAsync(Large, CancellationToken.None);
        using var left = new CancellationTokenSource();
        var second = messages.EnterAsync(Large, left.Token).AsTask();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        (await messages.EnterAsync(Large, CancellationToken.None)).Dispose();
    }
}
