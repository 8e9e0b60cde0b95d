namespace Edge.Stores.Postgres;

/// <summary>
/// One question that many ask at the same time: at most one is under way and one waits, whatever the load, and everybody gets an answer to
/// a question that began after they asked. Thread-safe.
/// </summary>
internal sealed class SharedQuestion<T>(Func<Task<T>> ask)
{
    private readonly Lock _gate = new();
    private Task<T>? _running;
    private Task<T>? _next;

    /// <summary>An answer that was not known before this call.</summary>
    public Task<T> AskAsync()
    {
        lock (_gate)
        {
            if (_running is { IsCompleted: false })
                return _next ??= AskAfterAsync(_running);
            return _running = ask();
        }
    }

    private async Task<T> AskAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
            (_running, _next) = (_next, null);
        return await ask();
    }
}
