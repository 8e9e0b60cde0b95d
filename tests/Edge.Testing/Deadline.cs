namespace Edge.Testing;

/// <summary>The one bound on how long a test waits for something that should happen at once.</summary>
public static class Deadline
{
    /// <summary>Long enough for a busy machine, short enough for a person.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A token that ends at the limit.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>Waits for <paramref name="task"/>, and says what was waited for when the limit passes.</summary>
    public static async Task<T> Within<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.", e);
        }
    }

    /// <summary>Looks again and again until <paramref name="condition"/> holds.</summary>
    public static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    /// <summary>Asks again and again until <paramref name="condition"/> holds.</summary>
    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(Limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
